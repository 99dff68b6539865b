import type { DocumentSummary } from '../corpus/documents.ts'
import { passagesOf } from '../corpus/passages.ts'
import { claimsOf } from '../distil/claims-table.ts'
import { allowedDrafts } from '../predict/allowed-drafts.ts'
import { type CorpusDocument, corpusQuestions, isCorpusPage } from '../predict/prose/corpus-questions.ts'
import { predictStatements, type StoredQuestion, toQuestion, untouchedQuestions, withdrawStatements } from '../predict/questions-table.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { QuestionDraft, QuestionOrigin } from '../spec/question.ts'
import { bumpRevision } from '../spec/revision.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

/** Pages read at most, the nearest to the root: a collection of projects has a beginner's page for each. */
const mostPages = 20
/** Whoever drafts from documents and says itself when it no longer does. */
const drafters: ReadonlySet<QuestionOrigin> = new Set(['structure', 'list', 'model', 'distillates'])

/**
 * Questions about the corpus as a whole, from its front page and the pages beside it, with or without a model. Compared with
 * what is stored each time: what is new or answered from elsewhere by now is written, what the pages no longer state and
 * nobody touched is withdrawn, and where nothing changed nothing is written.
 */
export async function predictCorpus(context: SleepContext, documents: readonly DocumentSummary[]): Promise<void> {
  const { store, scope, clock, tally, signal } = context
  const db = store.read
  throwIfAborted(signal)
  const drafts = await allowedDrafts(db, scope, corpusQuestions(await corpusPages(context, documents)))
  const stored = await storedOf(context, drafts)
  const fresh = drafts.filter((draft) => isOwed(draft, stored.get(questionDigest(draft.text))))
  const drafted = new Set<string>(drafts.map(({ text }) => questionDigest(text)))
  const dropped = [...stored.values()].filter(
    ({ id, origins }) => origins.includes('corpus') && !drafted.has(id) && !origins.some((origin) => drafters.has(origin)),
  )
  const untouched = new Set<string>()
  for (const region of new Set(dropped.map((question) => question.region)))
    for (const { id } of await untouchedQuestions(db, scope, region)) untouched.add(id)
  const gone = dropped.flatMap(({ id }) => (untouched.has(id) ? [id] : []))
  if (fresh.length === 0 && gone.length === 0) return
  const at = clock.now()
  await commit(context, [
    bumpRevision(db, scope),
    ...(await withdrawStatements(db, scope, { questions: gone, basis: [], at })),
    ...predictStatements(db, scope, fresh, at),
  ])
  const added = fresh.filter(({ text }) => !stored.has(questionDigest(text))).length
  if (added > 0) tally.make('questions', added)
  tally.skip('question no longer predicted', gone.length)
}

async function corpusPages({ store, scope }: SleepContext, documents: readonly DocumentSummary[]): Promise<readonly CorpusDocument[]> {
  const pages = documents
    .filter(({ path, format }) => format !== 'code' && isCorpusPage(path))
    .sort((one, other) => one.path.split('/').length - other.path.split('/').length || (one.path < other.path ? -1 : 1))
    .slice(0, mostPages)
  const claims = Map.groupBy(
    await claimsOf(
      store.read,
      scope,
      pages.map(({ id }) => id),
    ),
    ({ document }) => document,
  )
  const read: CorpusDocument[] = []
  for (const { id, path, title } of pages)
    read.push({ path, title, claims: claims.get(id) ?? [], passages: await passagesOf(store, scope, id) })
  return read
}

/** The questions asked of the whole so far, and those in the words of these drafts. */
async function storedOf({ store, scope }: SleepContext, drafts: readonly QuestionDraft[]): Promise<ReadonlyMap<string, StoredQuestion>> {
  const rows = await store.read
    .selectFrom('questions')
    .selectAll()
    .where('scope', '=', scope)
    .where((where) =>
      where.or([where('origins', 'like', '%"corpus"%'), where('question', 'in', ['', ...drafts.map(({ text }) => questionDigest(text))])]),
    )
    .execute()
  return new Map(rows.map((row) => [row.question, toQuestion(row)]))
}

/** Whether writing it would say anything new: a text that another place is likelier asked of stays that place's. */
function isOwed(draft: QuestionDraft, known: StoredQuestion | undefined): boolean {
  if (known === undefined) return true
  if (known.region !== draft.region && known.region !== '' && known.probability > draft.probability) return false
  return !known.origins.includes('corpus') || known.region !== draft.region || aimOf(known) !== aimOf(draft)
}

function aimOf({ about }: Pick<QuestionDraft, 'about'>): string {
  return about.kind === 'claim' ? [...about.claims, '', ...about.passages].join('\n') : about.kind
}
