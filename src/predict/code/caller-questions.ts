import { isTestPath } from '../../distil/code/is-test-path.ts'
import type { Claim } from '../../spec/claim.ts'
import type { PassageSymbol } from '../../spec/parser.ts'
import type { QuestionDraft } from '../../spec/question.ts'
import type { SkillDocument } from '../../spec/skills.ts'

/** Callers of one function that a question may name, and questions of this kind in one scope. */
const mostCallers = 4
const mostQuestions = 80

/**
 * "Which functions call `x()`?" for exported functions that exactly one file defines: aimed at the claims, of several
 * files, that quote each call. Takes every claim of the scope; those that state no call are passed over.
 */
export function callerQuestions(documents: readonly SkillDocument[], claims: readonly Claim[]): readonly QuestionDraft[] {
  const defined = uniqueFunctions(documents)
  const callers = new Map<string, Claim[]>()
  for (const claim of claims) {
    if (claim.value !== null && /` is called by \d+ functions of this file\.$/.test(claim.text)) defined.delete(claim.value)
  }
  for (const claim of claims) {
    if (claim.value === null || claim.text !== `${claim.subject} calls \`${claim.value}()\`.` || !defined.has(claim.value)) continue
    callers.set(claim.value, [...(callers.get(claim.value) ?? []), claim])
  }
  const drafts: QuestionDraft[] = []
  for (const [name, calls] of callers) {
    const home = defined.get(name)
    if (home === undefined || calls.length > mostCallers || calls.length < 2 || !calls.every(namesItsCaller)) continue
    drafts.push({
      text: `Which functions call \`${name}()\`?`,
      origin: 'structure',
      probability: 0.3 + (home.symbol.comment === '' ? 0 : 0.1),
      region: home.path,
      about: {
        kind: 'claim',
        claims: calls.map((claim) => claim.id),
        passages: calls.flatMap((claim) => claim.quotes.map((quote) => quote.passage)),
      },
    })
  }
  return drafts.sort((a, b) => b.probability - a.probability || a.text.localeCompare(b.text)).slice(0, mostQuestions)
}

/** Whether the quotes show which function calls; a later part of a long definition has no head to quote. */
function namesItsCaller(claim: Claim): boolean {
  const name = /([\w$#]+)(?:\(\))?`$/.exec(claim.subject)?.[1] ?? ''
  return claim.quotes.some((quote) => quote.text.includes(name))
}

function uniqueFunctions(documents: readonly SkillDocument[]): Map<string, { readonly path: string; readonly symbol: PassageSymbol }> {
  const found = new Map<string, { readonly path: string; readonly symbol: PassageSymbol } | null>()
  for (const document of documents) {
    if (document.format !== 'code' || isTestPath(document.path)) continue
    for (const { symbol } of document.passages) {
      if (symbol === null || !symbol.exported || symbol.path.includes('.')) continue
      const known = found.get(symbol.path)
      if (known === undefined) found.set(symbol.path, symbol.kind === 'function' ? { path: document.path, symbol } : null)
      else if (known === null || known.path !== document.path) found.set(symbol.path, null)
    }
  }
  return new Map([...found].flatMap(([name, home]) => (home === null ? [] : [[name, home] as const])))
}
