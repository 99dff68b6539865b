import { toEntry } from '../../cache/entries-table.ts'
import type { Entry } from '../../cache/entry.ts'
import { loadWatch } from '../../lineage/watches/watches-table.ts'
import type { StoredQuestion } from '../../predict/questions-table.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { keyKinds } from '../../spec/key-kind.ts'
import type { Store } from '../../spec/store.ts'
import type { BundleEntry, BundleItem } from './bundle-format.ts'
import { gatherShown } from './gather-shown.ts'
import { type LeftOut, pathsLeftOut, type TravelRules } from './what-travels.ts'

export interface EntrySource {
  readonly store: Store
  readonly scope: ScopeId
  readonly policy: string
  readonly embedder: string
  readonly rules: TravelRules
  readonly paths: ReadonlyMap<string, string>
  /** Questions that were written, by id. */
  readonly told: ReadonlyMap<string, StoredQuestion>
  readonly write: (item: BundleItem) => Promise<boolean>
  readonly leave: (why: LeftOut) => void
}

const page = 400

/** Writes the prepared answers that stand, each with its keys, their vectors and the digests it rests on. */
export async function gatherEntries(source: EntrySource): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await source.store.read
      .selectFrom('entries')
      .selectAll()
      .where('scope', '=', source.scope)
      .where('policy', '=', source.policy)
      .where('conversation', '=', '')
      .where('kind', '=', 'answer')
      .where('entry', '>', after)
      .orderBy('entry')
      .limit(page)
      .execute()
    await gatherPage(
      source,
      rows.map(toEntry).filter((entry) => {
        // A question that stays behind was counted with its reason.
        if (!source.told.has(entry.question)) return false
        if (entry.state !== 'fresh') source.leave('changed')
        return entry.state === 'fresh'
      }),
    )
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return
    after = last.entry
  }
}

async function gatherPage(source: EntrySource, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const ids = entries.map((entry) => entry.id)
  const keys = await keysOf(source, ids)
  const pins = await gatherShown(source.store, source.scope, ids)
  const quoted = entries.flatMap(({ body }) => body.quotes.map(({ passage }) => passage as string))
  const places = await placesOf(source, [
    ...new Set([...quoted, ...[...pins.values()].flatMap((own) => own.map(({ passage }) => passage))]),
  ])
  for (const entry of entries) {
    const quotes: BundleEntry['quotes'] = []
    for (const { passage, version, start, end, text } of entry.body.quotes) {
      const place = places.get(passage)
      if (place !== undefined) quotes.push({ path: place.path, version, start, end, text, place: place.digest })
    }
    const why =
      quotes.length < entry.body.quotes.length
        ? 'changed'
        : pathsLeftOut(
            source.rules,
            quotes.map(({ path }) => path),
          )
    const shown = (pins.get(entry.id) ?? []).flatMap(({ passage, ...pin }) => {
      const path = places.get(passage)?.path
      return path === undefined || pathsLeftOut(source.rules, [path]) !== null ? [] : [{ path, ...pin }]
    })
    if (why !== null) source.leave(why)
    else if (!(await source.write(lineOf(entry, { quotes, shown, keys: keys.get(entry.id) ?? [], watch: await watchOf(source, entry) }))))
      source.leave('unfit')
  }
}

/** Of lists there is none: their members are compared. */
async function watchOf({ store, scope, embedder }: EntrySource, entry: Entry): Promise<BundleEntry['watch']> {
  const watch = await loadWatch(store.read, scope, entry.id)
  if (watch === null || (watch.vector !== null && watch.vector.embedder !== embedder)) return null
  const { vector, terms, passages, k, score } = watch
  return { isHybrid: vector !== null, terms: terms.map(({ term, weight }) => [term, weight]), passages, k, score }
}

function lineOf(entry: Entry, rest: Pick<BundleEntry, 'quotes' | 'shown' | 'keys' | 'watch'>): BundleEntry {
  const { shape, status, preparedBy, effort, verdict, model, recipe, promptTokens, madeAt, body } = entry
  return {
    kind: 'entry',
    question: entry.questionText,
    shape,
    status,
    preparedBy,
    text: body.text,
    notes: [...body.notes],
    effort,
    verdict,
    model,
    recipe,
    promptTokens,
    madeAt,
    ...rest,
  }
}

/** The keys of each entry; those that somebody asked travel only where what was asked does. */
async function keysOf(
  { store, scope, embedder, rules }: EntrySource,
  entries: readonly string[],
): Promise<ReadonlyMap<string, BundleEntry['keys']>> {
  const rows = await store.read
    .selectFrom('keys')
    .select(['entry', 'text', 'kind', 'vector'])
    .where('scope', '=', scope)
    .where('entry', 'in', entries)
    .where('active', '=', 1)
    .where('kind', 'in', rules.asked ? keyKinds : keyKinds.filter((kind) => kind !== 'confirmed'))
    .orderBy('no')
    .execute()
  const vectors = await storedVectors(
    store.read,
    scope,
    embedder,
    rows.map((row) => row.vector),
  )
  const keys = new Map<string, BundleEntry['keys']>()
  for (const { entry, text, kind, vector } of rows) {
    const found = vectors.get(vector)
    const own = keys.get(entry) ?? []
    own.push({
      text,
      kind,
      vector: found === undefined ? null : Buffer.from(found.buffer, found.byteOffset, found.byteLength).toString('base64'),
    })
    keys.set(entry, own)
  }
  return keys
}

interface QuotedPlace {
  readonly path: string
  readonly digest: string
}

async function placesOf({ store, scope, paths }: EntrySource, passages: readonly string[]): Promise<ReadonlyMap<string, QuotedPlace>> {
  const places = new Map<string, QuotedPlace>()
  for (let at = 0; at < passages.length; at += page) {
    const rows = await store.read
      .selectFrom('passages')
      .select(['passage', 'document', 'place_digest'])
      .where('scope', '=', scope)
      .where('passage', 'in', passages.slice(at, at + page))
      .execute()
    for (const { passage, document, place_digest: digest } of rows) {
      const path = paths.get(document)
      if (path !== undefined) places.set(passage, { path, digest })
    }
  }
  return places
}
