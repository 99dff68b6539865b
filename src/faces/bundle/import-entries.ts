import { alikeDigest, entryId } from '../../cache/entry.ts'
import { type Edition, type EditionBody, editionId } from '../../lineage/editions/edition.ts'
import { localPassages } from '../../lineage/editions/local-passages.ts'
import { putEditionsStatements } from '../../lineage/editions/put-editions.ts'
import { settleEdition } from '../../lineage/editions/settle-edition.ts'
import type { EvidencePin } from '../../lineage/evidence-pin.ts'
import { listReference } from '../../lineage/mark-lists.ts'
import type { Watch } from '../../lineage/watches/watch.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import { type Digest, digest } from '../../spec/digest.ts'
import type { PassageId } from '../../spec/ids.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import { noSpend } from '../../spec/ledger.ts'
import { policyDigest } from '../../spec/policy.ts'
import { bumpRevision } from '../../spec/revision.ts'
import type { BundleEntry } from './bundle-format.ts'
import { commitImport, type ImportContext } from './import-context.ts'
import type { LocalQuestion } from './import-questions.ts'
import type { Refusals } from './import-tally.ts'
import { keyVectors } from './import-vectors.ts'
import { loadLocalEntries } from './local-entries.ts'
import { localShown } from './local-shown.ts'
import { whyEntryRefused } from './why-entry-refused.ts'

export interface EntryImport {
  add(entry: BundleEntry, question: LocalQuestion): Promise<void>
  /** Commits what is held back. */
  finish(): Promise<EntryCounts>
}

export interface EntryCounts {
  /** Entries whose every cited text is here now, new ones, with the search they relied on. */
  readonly holding: ReadonlyMap<string, Watch | null>
  /** The very same answer was here already, or an own one that stands. */
  readonly kept: number
  readonly waiting: number
  readonly vectors: { readonly taken: number; readonly owed: number }
}

/** Entries written together. */
const together = 200

/**
 * Keeps a bundle's answers as editions of this scope's entries: under ids made here, never those of the bundle. Each
 * becomes its entry once every text it cites is current here, in those words and under those headings.
 */
export function createEntryImport(context: ImportContext, refusals: Refusals): EntryImport {
  const { store, scope, header, clock, tombstones } = context
  const policy = policyDigest(header.policy)
  const holding = new Map<string, Watch | null>()
  const vectors = { taken: 0, owed: 0 }
  let kept = 0
  let waiting = 0
  let held: { readonly edition: Edition; readonly entry: BundleEntry; readonly watch: Watch | null }[] = []

  function editionOf(entry: BundleEntry, question: LocalQuestion): Edition {
    const { shape, text, notes, status, preparedBy, effort, verdict, model, recipe, promptTokens, madeAt, keys } = entry
    const quotes = entry.quotes.map(({ version, start, end, text: words }) => ({
      passage: '' as PassageId,
      version: version as Digest,
      start,
      end,
      text: words,
    }))
    const answer: AnswerBody = { shape, text, notes, quotes }
    const id = entryId(scope, policy, '', entry.question)
    const body: EditionBody = {
      entry: {
        policy,
        status,
        body: { shape, text, notes: [...notes], quotes },
        alike: alikeDigest(answer),
        effort,
        verdict,
        preparedBy,
        region: question.region,
        promptTokens,
        spend: noSpend,
        model,
        recipe,
        // Of the future only in a bundle that says so.
        madeAt: Math.min(madeAt, clock.now()),
        doubted: false,
      },
      keys: keys.map(({ text: words, kind }) => ({ text: words, kind })),
      paths: [...new Map(entry.quotes.map(({ version, path }) => [version, { version, path }])).values()],
      question: { origins: question.origins, probability: question.probability, about: JSON.stringify(question.about) },
      watch: watchRow(localWatch(context, entry)),
    }
    return {
      id: editionId(id, answer),
      entry: id,
      questionText: entry.question,
      origin: 'imported',
      body,
      retiredAt: clock.now(),
      pins: pinsOf(entry, question),
    }
  }

  async function flush(): Promise<void> {
    const some = held
    held = []
    if (some.length === 0) return
    const local = await loadLocalEntries(
      context,
      some.map(({ edition }) => edition.entry),
    )
    const passages = await localPassages(
      store.read,
      scope,
      some.flatMap(({ entry }) => [...entry.quotes, ...entry.shown].map(({ version }) => version)),
    )
    const written: Edition[] = []
    const keys: BundleEntry['keys'] = []
    for (const { edition, entry, watch } of some) {
      const here = local.get(edition.entry)
      const settled = settleEdition(edition.body, edition.pins, (version) => passages.get(version) ?? [])
      if (settled === null && quotesOtherWords(edition, passages)) {
        refusals.refuse('it quotes words that are not there')
        continue
      }
      const shown = localShown(entry.shown, passages)
      if (here !== undefined && (here.isServable || here.edition === edition.id)) {
        kept += 1
        if (here.isServable) continue
      } else if (settled === null) waiting += 1
      else holding.set(edition.entry, shown.isWhole ? watch : null)
      // What waits is searched for anew when it wakes.
      written.push(settled === null ? edition : { ...edition, pins: [...edition.pins, ...shown.pins] })
      keys.push(...entry.keys)
    }
    const own = keyVectors(context, keys)
    vectors.taken += own.taken
    vectors.owed += own.owed
    if (written.length === 0) return
    await commitImport(context, [bumpRevision(store.read, scope), ...own.statements, ...putEditionsStatements(store.read, scope, written)])
  }

  return {
    async add(entry, question) {
      const forgotten = tombstones.hasQuestion(entry.question) || entry.quotes.some(({ path }) => tombstones.hasPath(path))
      const why = forgotten ? 'it was forgotten here' : whyEntryRefused(entry)
      if (why !== null) return refusals.refuse(why)
      held.push({ edition: editionOf(entry, question), entry, watch: localWatch(context, entry) })
      if (held.length >= together) await flush()
    },
    async finish() {
      await flush()
      return { holding, kept, waiting, vectors }
    },
  }
}

/** The search an answer relied on, as one of this scope's would be stored. */
function localWatch({ scope, header }: ImportContext, { question, watch }: BundleEntry): Watch | null {
  if (watch === null) return null
  const { isHybrid, terms, passages, k, score } = watch
  return {
    entry: entryId(scope, policyDigest(header.policy), '', question),
    vector: isHybrid ? { digest: keyVectorDigest(question), embedder: header.embedder.name } : null,
    terms: terms.map(([term, weight]) => ({ term, weight })),
    passages,
    k,
    score,
  }
}

function watchRow(watch: Watch | null): EditionBody['watch'] {
  if (watch === null) return null
  const { vector, terms, passages, k, score } = watch
  const weights = JSON.stringify(terms.map(({ term, weight }) => [term, weight]))
  return { vector: vector?.digest ?? null, embedder: vector?.embedder ?? null, terms: weights, passages, k, score }
}

function pinsOf(entry: BundleEntry, { about }: LocalQuestion): readonly EvidencePin[] {
  const cited = new Map<string, EvidencePin>()
  for (const { version, place } of entry.quotes) cited.set(`${version} ${place}`, { role: 'cited', reference: '', version, place })
  const listed: readonly EvidencePin[] =
    about.kind === 'list'
      ? [
          {
            role: 'listed',
            reference: listReference(about.list.level, about.list.subject),
            version: digest('members', ...entry.quotes.map((quote) => quote.text)),
            place: null,
          },
        ]
      : []
  return [...cited.values(), ...listed, { role: 'recipe', reference: 'reader', version: entry.recipe, place: null }]
}

/** Whether a text it cites is here, and is not what it says. */
function quotesOtherWords(edition: Edition, passages: Awaited<ReturnType<typeof localPassages>>): boolean {
  return edition.body.entry.body.quotes.some((quote) => {
    const holders = passages.get(quote.version) ?? []
    return holders.length > 0 && holders.every(({ text }) => text.slice(quote.start, quote.end) !== quote.text)
  })
}
