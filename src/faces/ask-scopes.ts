import type { AskScope } from '../ask/ask-types.ts'
import { openAskScope } from '../ask/open-ask-scope.ts'
import { asksAboutChanges } from '../retrieve/asks-about-changes.ts'
import { openScopeView } from '../retrieve/scope-view.ts'
import type { Clock } from '../spec/clock.ts'
import type { Embedder } from '../spec/embedder.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { Parser } from '../spec/parser.ts'
import type { Store } from '../spec/store.ts'
import type { OpenCorpus } from './open-corpus.ts'

export interface AskScopesParts {
  readonly store: Store
  readonly embedder: Embedder
  readonly parser: Parser
  readonly clock: Clock
  readonly corpus: OpenCorpus
}

/** Opens each scope once for as long as Reverie is open. */
export function askScopes({ store, embedder, parser, clock, corpus }: AskScopesParts): (scope: ScopeId) => Promise<AskScope> {
  const open = new Map<ScopeId, AskScope>()
  return async (scope) => {
    const known = open.get(scope)
    if (known !== undefined) return known
    const opened = openAskScope({
      store,
      scope,
      view: openScopeView({ store, scope, embedder }),
      embedder,
      parser,
      clock,
      sources: async (question) => {
        const sources = await corpus.sourcesOf(scope)
        const changes = await corpus.changesOf(scope)
        if (changes === null) return sources
        return [...sources, asksAboutChanges(question) ? changes.source : changes.unread]
      },
      sync: async (signal) => {
        await corpus.sync(scope, signal === undefined ? {} : { signal })
      },
    })
    open.set(scope, opened)
    return opened
  }
}
