import { openSqliteStore } from '../../src/adapters/store/sqlite/open-sqlite-store.ts'
import { openScopeView } from '../../src/retrieve/scope-view.ts'
import { systemClock } from '../../src/spec/clock.ts'
import type { Embedder } from '../../src/spec/embedder.ts'
import type { ScopeId } from '../../src/spec/ids.ts'
import type { ScopeState } from '../../src/testing/scope-state.ts'

/** What a rerun of the searches of everything left fresh shows. */
export interface UnderInvalidation {
  /** Fresh entries with a watch. */
  readonly watched: number
  /** Of those, where the search, rerun exactly, finds other passages among its first k. */
  readonly otherTop: readonly string[]
  /** Of those, where the rebuilt answer is another: left fresh wrongly. */
  readonly missed: readonly string[]
}

const units = 24

/**
 * Reruns the search of every entry left fresh and undoubted. `rebuilt`: the answers of a rebuild from nothing; a question
 * it does not prepare is no other answer.
 */
export async function underInvalidation(
  database: string,
  embedder: Pick<Embedder, 'name' | 'dimensions' | 'embedQuestion'>,
  rebuilt: ScopeState,
): Promise<UnderInvalidation> {
  const scope = 'default' as ScopeId
  const store = await openSqliteStore({ path: database, clock: systemClock })
  try {
    const view = openScopeView({ store, scope, embedder })
    await view.refresh()
    const entries = await store.read
      .selectFrom('entries')
      .innerJoin('watches', (join) => join.onRef('watches.scope', '=', 'entries.scope').onRef('watches.entry', '=', 'entries.entry'))
      .select(['entries.entry', 'entries.question', 'entries.question_text', 'entries.alike', 'watches.k', 'watches.vector'])
      .where('entries.scope', '=', scope)
      .where('entries.state', '=', 'fresh')
      .where('entries.doubted', '=', 0)
      .where('entries.kind', '=', 'answer')
      .execute()
    const pins = await store.read
      .selectFrom('evidence')
      .select(['artefact', 'reference'])
      .where('scope', '=', scope)
      .where('artefact_kind', '=', 'entry')
      .where('role', '=', 'watched')
      .execute()
    const found = new Map<string, Set<string>>()
    for (const { artefact, reference } of pins) found.set(artefact, (found.get(artefact) ?? new Set()).add(reference))
    const otherTop: string[] = []
    const missed: string[] = []
    for (const { entry, question, question_text: text, alike, k, vector } of entries) {
      const now = new Set<string>()
      const questionVector = vector === null ? null : await embedder.embedQuestion(text)
      for (const unit of await view.search({ question: text, vector: questionVector, limit: units })) {
        if (now.size < k) now.add(unit.passage)
      }
      const before = found.get(entry) ?? new Set()
      // A watch that found fewer than it wanted, or was cut short, has as many as it found.
      if ([...before].every((passage) => now.has(passage)) && now.size <= Math.max(before.size, k)) continue
      otherTop.push(text)
      const other = rebuilt.answers.get(question)
      if (other !== undefined && other.alike !== alike) missed.push(text)
    }
    return { watched: entries.length, otherTop, missed }
  } finally {
    await store.close()
  }
}
