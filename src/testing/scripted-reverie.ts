import type { Reverie } from '../faces/reverie.ts'
import { ReverieError } from '../spec/errors.ts'

/** One call a scripted Reverie received. */
export interface ReverieCall {
  readonly method: string
  readonly args: readonly unknown[]
}

/** The methods a script answers; all others throw when called. */
export type ReverieScript = Partial<Omit<Reverie, 'questions'>> & { readonly questions?: Partial<Reverie['questions']> }

/** A {@link Reverie} for tests of faces: it records its calls, answers as scripted and throws on anything unscripted. */
export interface ScriptedReverie {
  readonly reverie: Reverie
  readonly calls: readonly ReverieCall[]
  readonly isClosed: () => boolean
}

export function createScriptedReverie(script: ReverieScript): ScriptedReverie {
  const calls: ReverieCall[] = []
  let closed = false
  const close = async () => {
    closed = true
  }
  const method = <Key extends string, Method extends (...args: never[]) => unknown>(name: Key, scripted: Method | undefined): Method => {
    const recorded = (...args: never[]) => {
      calls.push({ method: name, args })
      if (closed) throw new ReverieError('internal', `${name} was called after close.`)
      if (scripted === undefined) throw new ReverieError('internal', `The script answers no ${name}.`)
      return scripted(...args)
    }
    return recorded as Method
  }
  const reverie: Reverie = {
    put: method('put', script.put),
    remove: method('remove', script.remove),
    sync: method('sync', script.sync),
    watch: method('watch', script.watch),
    up: method('up', script.up),
    sleep: method('sleep', script.sleep),
    ask: method('ask', script.ask),
    askStream: method('askStream', script.askStream),
    summary: method('summary', script.summary),
    why: method('why', script.why),
    feedback: method('feedback', script.feedback),
    status: method('status', script.status),
    plan: method('plan', script.plan),
    ledger: method('ledger', script.ledger),
    gaps: method('gaps', script.gaps),
    warm: script.warm ?? (async () => {}),
    diff: method('diff', script.diff),
    forget: method('forget', script.forget),
    exportBundle: method('exportBundle', script.exportBundle),
    importBundle: method('importBundle', script.importBundle),
    undoForget: method('undoForget', script.undoForget),
    questions: {
      list: method('questions.list', script.questions?.list),
      pin: method('questions.pin', script.questions?.pin),
      unpin: method('questions.unpin', script.questions?.unpin),
      drop: method('questions.drop', script.questions?.drop),
      approve: method('questions.approve', script.questions?.approve),
      edit: method('questions.edit', script.questions?.edit),
      unapprove: method('questions.unapprove', script.questions?.unapprove),
      review: method('questions.review', script.questions?.review),
      unlisted: method('questions.unlisted', script.questions?.unlisted),
    },
    close,
    [Symbol.asyncDispose]: close,
  }
  return { reverie, calls, isClosed: () => closed }
}
