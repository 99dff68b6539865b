import type { ThrowVerb } from './code-fact.ts'

const value = '`?(null|undefined|None|nil|false|true|False|True|-1|NaN|0|an empty (?:string|array|list|object|map|slice))`?'
const circumstance = '(?:where|when|if|unless|once|in case|for (?:an?|any|every)\\b)'
const givenValue: readonly RegExp[] = [
  new RegExp(`^(?:otherwise )?${value} ${circumstance} \\S+ \\S+`, 'i'),
  new RegExp(`(?:\\b(?:returns?|resolves (?:to|with)|gives?|yields?|or)|;) ${value} ${circumstance} \\S+ \\S+`, 'i'),
  new RegExp(`[;,] ${value} ${circumstance} \\S+ \\S+`, 'i'),
]

/** The plain value a sentence of documentation says is returned in some case: "Null where …", "returns -1 if …". */
export function statedReturn(text: string): string | null {
  for (const pattern of givenValue) {
    const said = pattern.exec(text)?.[1]
    if (said === undefined) continue
    if (said === 'None' || said === 'NaN') return said
    return /^(?:False|True)$/.test(said) && !/^(?:False|True)\b/.test(text) ? said : said.toLowerCase()
  }
  return null
}

/** The failure a sentence of documentation announces with its circumstances: "Throws `bad-argument` where …". */
export function statedThrow(text: string): { readonly verb: ThrowVerb; readonly error: string | null } | null {
  const circumstance = /\b(?:where|when|whenever|if|unless|once|for|before|after|on|because|in case)\b/i
  const failed =
    /(?:^(throws?|raises?|panics?)|\b(throws|raises|panics|rejects with|returns an error|returns a non-nil error))\b\s*(.*)$/is.exec(text)
  if (failed === null || /\b(?:never|not|n't|no longer|without) (?:throws?|raises?|panics?)\b|\bdoes not\b/i.test(text)) return null
  const rest = failed[3] ?? ''
  if (!circumstance.test(rest) || rest.split(/\s+/).length < 4) return null
  const said = (failed[1] ?? failed[2] ?? '').toLowerCase()
  const error = /^(?:an?\s+|the\s+)?(?:`([^`]+)`|\[?([A-Z]\w*(?:Error|Exception)|\w*\.?Err[A-Z]\w*)\]?)/.exec(rest)
  const verb: ThrowVerb =
    said.startsWith('throw') || said.startsWith('reject')
      ? 'throw'
      : said.startsWith('raise')
        ? 'raise'
        : said.startsWith('panic')
          ? 'panic'
          : 'return an error'
  return { verb, error: verb === 'panic' ? null : (error?.[1] ?? error?.[2] ?? null) }
}
