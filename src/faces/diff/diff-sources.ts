import { type Entry, entryId } from '../../cache/entry.ts'
import { type KnownDocument, knownDocuments } from '../../corpus/known-documents.ts'
import { nextTurn } from '../../corpus/next-turn.ts'
import { findScope } from '../../corpus/scopes.ts'
import type { Cutoff } from '../../lineage/rungs/cutoff.ts'
import { roundTripPassages } from '../../lineage/watches/make-watch.ts'
import { type Admission, stillAdmissible } from '../../preanswer/still-admissible.ts'
import { questionKey } from '../../predict/deduplicate.ts'
import type { Embedder } from '../../spec/embedder.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { Rung } from '../../spec/evidence.ts'
import type { Parser } from '../../spec/parser.ts'
import { type Policy, policyDigest } from '../../spec/policy.ts'
import type { Distiller, QuestionGenerator } from '../../spec/skills.ts'
import type { Store } from '../../spec/store.ts'
import { capFiles } from './cap-files.ts'
import { changedFiles } from './changed-files.ts'
import { compareList, type ListFate, storedClaims } from './compare-list.ts'
import { createDiffSorter } from './diff-sorter.ts'
import type { DiffOptions, DiffView } from './diff-view.ts'
import { distilLaid } from './distil-laid.ts'
import { filesView } from './files-view.ts'
import { type FreeSkills, findAnswer } from './find-answer.ts'
import { findContradiction } from './find-contradiction.ts'
import { formerAnswers } from './former-answers.ts'
import { createFreshIndex } from './fresh-index.ts'
import { isCause } from './is-cause.ts'
import { judgeAnswer } from './judge-answer.ts'
import { formerJudge } from './judge-former.ts'
import { type LaidSearch, openLaidSearch } from './laid-search.ts'
import { layChanges } from './lay-changes.ts'
import type { DiffTarget } from './open-target.ts'
import { placeOfQuote } from './place-of-quote.ts'
import { readChange } from './read-change.ts'
import { returns } from './returns.ts'
import { softenedEntries } from './softened-entries.ts'
import { sortFormer } from './sort-former.ts'
import { isServable, type StoredAnswer, storedAnswers } from './stored-answers.ts'
import { answeredSince, isUnanswered } from './unanswered.ts'

export interface DiffParts {
  readonly store: Store
  readonly parser: Parser
  readonly embedder: Embedder
  readonly policy: Policy
  readonly cutoff: Cutoff
  /** Without a model: nothing is spent. */
  readonly free: FreeSkills
  readonly distilling: () => Promise<{ readonly distiller: Distiller; readonly generator: QuestionGenerator }>
}

const defaultMaxFiles = 2_000
const examples = 5

/**
 * What a change of the sources does to the prepared answers. Reads the store and writes nothing; calls no model, and
 * embeds only where asked to. Throws `not-found` where nothing is stored yet.
 */
export async function diffSources(parts: DiffParts, target: DiffTarget, options: DiffOptions): Promise<DiffView> {
  const { store, policy, cutoff, embedder } = parts
  const { source } = target
  const { scope } = source
  const { signal } = options
  const known = await storedDocuments(parts, source)
  const files = await changedFiles({ source, known, base: target.base, paths: target.paths, signal })
  const maxFiles = options.maxFiles ?? defaultMaxFiles
  const answers = await storedAnswers(store, scope, policyDigest(policy))
  const { kept, uncompared } = capFiles(files, answers, maxFiles)
  const laid = await layChanges(parts, source, kept, options)
  const read = await readChange({ parts, source, base: target.base, paths: files.settled.slice(0, maxFiles), signal })
  const fresh = [...laid.fresh, ...read.fresh]
  const index = createFreshIndex(fresh)
  const former = await formerAnswers(store, scope, policyDigest(policy), answers)
  const judgeFormer = formerJudge({ store, scope, source: source.id, cutoff, laid, read, index })
  const answered = await answeredSince(store, scope)
  let withdrawnBefore = 0
  const search = openLaidSearch(store, scope, embedder, laid)
  const softened = await softenedEntries(store, scope, laid, embedder.name)
  const lists = answers.filter((answer) => isServable(answer) && answer.entry?.shape === 'list')
  const all = [...laid.documents, ...read.documents]
  const hasChange = all.some((one) => one.changes.length + one.fresh.length > 0)
  const skills = hasChange ? await parts.distilling() : null
  const distilled = await distilLaid(all, skills, signal)
  const claims = lists.length === 0 || !hasChange ? new Map() : await storedClaims(store, scope)
  const withRead = { ...laid, documents: all, hidden: new Set([...laid.hidden, ...read.documents.map((one) => one.id)]) }
  const sorter = createDiffSorter()

  for (const [at, answer] of answers.entries()) {
    if (at % turn === 0) await nextTurn()
    if (signal?.aborted) throw new ReverieError('aborted', 'Interrupted; nothing was written.', { cause: signal.reason })
    const { entry, question } = answer
    if (isServable(answer) && (await sortWithdrawn(answer))) continue
    if (entry !== null && isServable(answer)) {
      if (entry.shape === 'list' && question.about.kind === 'list') {
        const fate = await compareList(
          {
            store,
            scope,
            laid: entry.state === 'suspect' ? withRead : laid,
            distilled,
            stored: claims,
            recipe: skills?.distiller.recipe ?? '',
          },
          question.about.list,
        )
        const isSame = fate.kind === 'same'
        sorter.list(answer, entry, isSame && isQuotedOtherwise(entry) ? quotedOtherwise : isSame && (await isOpen(entry)) ? doubted : fate)
      } else await sortAnswer(answer, entry)
    } else await sortUnanswered(answer)
  }
  // Of a bundle's answers that wait, the question is known only to the bundle.
  const asked = new Set(answers.map(idOf))
  for (const [id, [first]] of former) if (first !== undefined && !asked.has(id)) await sortWithdrawn(first.answer)
  return sorter.view({
    scope,
    compared: target.compared,
    files: { ...filesView(files, kept, laid, uncompared), alreadyStored: target.base === null ? 0 : files.settled.length },
    predicted: predicted(),
    notes: notes(),
  })

  function idOf({ question }: StoredAnswer) {
    return entryId(scope, policyDigest(policy), '', question.text)
  }

  /** Whether the answer, or the one before it, was withdrawn by what is stored of the change already; then it is sorted. */
  async function sortWithdrawn(answer: StoredAnswer): Promise<boolean> {
    for (const one of former.get(idOf(answer)) ?? []) {
      const found = await judgeFormer(one)
      if (found === null) continue
      const isStanding = found.fate.kind === 'untouched' && one.answer.entry.shape !== 'list'
      const other = isStanding ? await contradiction(one.answer, one.answer.entry) : null
      sortFormer(sorter, one, found, other)
      withdrawnBefore += 1
      return true
    }
    return false
  }

  function contradiction(answer: StoredAnswer, { body }: Entry) {
    return fresh.length === 0 ? null : findContradiction(question(answer), body, index, search)
  }

  /** Whether a change doubted an entry that is read already: one of the range, or any where there is no range. */
  async function isOpen({ id, state }: Entry): Promise<boolean> {
    return state === 'suspect' && (target.base === null || (await isCause(store, scope, id, read.paths)))
  }

  /** A list whose members stay is gathered anew where one that it quotes stands otherwise. */
  function isQuotedOtherwise(entry: Entry): boolean {
    const { kind } = judgeAnswer(entry.body.quotes, laid, index, cutoff)
    return kind === 'withdrawn' || kind === 'altered' || kind === 'moved'
  }

  async function sortAnswer(answer: StoredAnswer, entry: Entry): Promise<void> {
    const fate = judgeAnswer(entry.body.quotes, laid, index, cutoff)
    const place = placeOfQuote(store.read, scope)
    if (fate.kind === 'withdrawn') return sorter.withdrawn(answer, { why: fate.why, old: await place(fate.quote), new: null })
    if (fate.kind === 'altered')
      return sorter.altered(answer, { why: fate.why, change: fate.change, old: await place(fate.quote), now: fate.now })
    if (fate.kind === 'moved') return sorter.soft(answer, { why: fate.why, rung: 'withdrawn', old: await place(fate.quote), now: fate.now })
    const other = await contradiction(answer, entry)
    const [quote] = entry.body.quotes
    if (other !== null && quote !== undefined) {
      const { passage, start, end, text } = other.unit
      return sorter.contradicted(answer, { why: other.why, old: await place(quote), now: { passage, start, end, text } })
    }
    const known = softened.get(entry.id) ?? ((await isOpen(entry)) ? doubted : null)
    const soft = fate.kind === 'held' && fate.rung === 'place-changed' ? movedHeading : known
    if (soft === null) return sorter.unaffected(fate.kind === 'held' ? fate.rung : null)
    const holds = soft.rung === 'watch-fired' && entry.model === null ? await stillHolds(answer, entry, search) : null
    if (holds?.holds === true) return sorter.unaffected('watch-held')
    sorter.soft(answer, { ...soft, ...(holds === null ? {} : { why: holds.reason }), old: null, now: null })
  }

  async function sortUnanswered(answer: StoredAnswer): Promise<void> {
    const { entry } = answer
    if (entry?.kind === 'answer' && (await returns(store.read, scope, entry.body, laid))) {
      const [quote] = entry.body.quotes
      const passage = quote === undefined ? undefined : laid.passages.get(quote.passage)
      const now = quote === undefined || passage === undefined ? null : { passage, start: quote.start, end: quote.end, text: quote.text }
      return sorter.possible(answer, { why: 'its source is back', rung: 'revived', now })
    }
    if (await sortWithdrawn(answer)) return
    if (fresh.length === 0 || answer.question.about.kind === 'list' || !isUnanswered(answer, answered)) return
    const unit = await findAnswer(question(answer), index, search, parts.free, policy)
    if (unit === null) return
    const { passage, start, end, text } = unit
    sorter.possible(answer, {
      why: entry === null ? 'it had no answer' : entry.kind === 'absence' ? 'nothing answered it before' : 'its answer was withdrawn',
      rung: null,
      now: { passage, start, end, text },
    })
  }

  function predicted(): DiffView['predicted'] {
    const asked = new Set(answers.map((answer) => questionKey(answer.question.text)))
    const news = distilled.drafts.filter((draft) => draft.origin !== 'list' && !asked.has(questionKey(draft.text)))
    const best = news.toSorted((a, b) => b.probability - a.probability).slice(0, examples)
    return { count: news.length, examples: best.map((draft) => draft.text), documents: distilled.documents, left: distilled.left }
  }

  function notes(): readonly string[] {
    const found: string[] = []
    if (uncompared > 0) found.push(`${uncompared} changed files beyond the cap of ${maxFiles} were not compared.`)
    if (files.otherwiseStored.length > 0) {
      found.push(`${files.otherwiseStored.length} files are not stored as the range begins them; they are compared with what is stored.`)
    }
    if (files.settled.length > 0 && target.base !== null)
      found.push(`${files.settled.length} files of the range are stored already as it leaves them.`)
    if (withdrawnBefore > 0) {
      found.push(
        `The change is already read; prepared answers that were withdrawn when it was are listed all the same: ${withdrawnBefore}.`,
      )
    }
    return found
  }
}

const turn = 64
const quotedOtherwise: ListFate = { kind: 'unknown', why: 'its members stay, quoted anew by the next sleep' }
const movedHeading: { readonly rung: Rung; readonly why: string } = {
  rung: 'place-changed',
  why: 'it stands under another heading: checked before it is served',
}

const doubted = {
  kind: 'unknown',
  rung: 'watch-fired',
  why: 'doubted by a change that is already read: checked before it is served',
} as const

/** The check that a doubted answer passes before it is served. */
function stillHolds({ question: { about, text } }: StoredAnswer, { body, preparedBy }: Entry, search: LaidSearch): Promise<Admission> {
  const roundTrip = about.kind === 'claim' && preparedBy === 'sleep' ? roundTripPassages : null
  return search.asAsked(text).then((evidence) => stillAdmissible({ question: text, kind: 'answer', body, roundTrip, evidence }))
}

const question = (answer: StoredAnswer): string => answer.question.text

async function storedDocuments({ store }: DiffParts, { scope, id }: DiffTarget['source']): Promise<ReadonlyMap<string, KnownDocument>> {
  const known = (await findScope(store.read, scope)) === null ? new Map() : await knownDocuments(store, scope, id)
  if (known.size > 0) return known
  throw new ReverieError('not-found', `Nothing is stored of the folder in scope "${scope}", so there is nothing to compare with.`, {
    hint: 'Run `reverie sleep` first, or import a bundle.',
  })
}
