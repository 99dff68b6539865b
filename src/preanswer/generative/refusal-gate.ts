import { refusalToken } from '../prompts/reader-prompt.ts'

/** Holds a stream back for as long as it may still turn out to be the refusal. */
export interface RefusalGate {
  /** Takes text; returns what may be passed on. */
  push(delta: string): string
  end(): string
  /** Whether the answer was the refusal. */
  readonly refused: () => boolean
}

export function refusalGate(): RefusalGate {
  let begun = ''
  let open = false
  let refused = false
  return {
    push(delta) {
      if (refused) return ''
      if (open) return delta
      begun += delta
      const start = begun.replace(/^[\s`*"']+/, '')
      if (start.startsWith(refusalToken)) {
        refused = true
        return ''
      }
      if (refusalToken.startsWith(start)) return ''
      open = true
      return begun
    },
    end() {
      return open || refused ? '' : begun
    },
    refused: () => refused,
  }
}
