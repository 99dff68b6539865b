import { entriesByExactText } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import type { Store } from '../spec/store.ts'
import type { AskScope } from './ask-types.ts'

/** Entries prepared for this question in the same words, in the order of the scopes; no embedding is needed. */
export async function exactCandidates(
  store: Store,
  scopes: readonly AskScope[],
  policy: string,
  question: string,
): Promise<readonly { readonly scope: AskScope; readonly entry: Entry }[]> {
  const found: { scope: AskScope; entry: Entry }[] = []
  for (const scope of scopes) {
    for (const entry of await entriesByExactText(store.read, scope.scope, policy, question)) found.push({ scope, entry })
  }
  return found
}
