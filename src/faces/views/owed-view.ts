import { changeSourceId } from '../../corpus/change-source-id.ts'
import { documentInput } from '../../distil/document-input.ts'
import { leftToSpend } from '../../ledger/left-to-spend.ts'
import { foldersOf } from '../../lineage/mark-lists.ts'
import { toQuestion } from '../../predict/questions-table.ts'
import { owedQuestions } from '../../sleep/owed-questions.ts'
import { learnedProbability } from '../../sleep/plan/learned-probability.ts'
import type { PlanTerms } from '../../sleep/plan/open-planner.ts'
import { loadPlanFacts } from '../../sleep/plan/plan-facts.ts'
import { planQuestions } from '../../sleep/plan/plan-questions.ts'
import { isQuarantined } from '../../sleep/quarantine.ts'
import type { SleepSkills } from '../../sleep/sleep-context.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { StatusView } from '../reverie.ts'
import { stateOf } from './questions-view.ts'

export interface OwedInput {
  readonly store: Store
  readonly scope: ScopeId
  /** Digest of the policy that is prepared for. */
  readonly policy: string
  readonly embedder: string
  /** Epoch ms. */
  readonly now: number
  /** What a sleep reads with: another recipe, or a model, owes other questions. */
  readonly reader: Pick<SleepSkills['reader'], 'model' | 'recipe'>
  /** What decides whether a question is worth preparing. */
  readonly terms: PlanTerms
  /** Recipe of what distils; asked for only where a document was set aside. */
  readonly distiller: () => Promise<Pick<SleepSkills['distiller'], 'recipe'>>
}

/**
 * What the next sleep would work on, from state alone. What no sleep would do anything about is not owed: a document that
 * was set aside, a question that nothing answers until its sources change, one that is not worth preparing. Of questions
 * these are `left`, with the reason.
 */
export async function owedView(input: OwedInput): Promise<StatusView['owed']> {
  const documents = await liveDocuments(input)
  const { questions, left } = await owedAnswers(input, documents)
  return { documents: await owedDocuments(input, documents), vectors: await owedVectors(input), questions, left }
}

interface LiveDocument {
  readonly document: string
  readonly path: string
  readonly projection: string | null
  readonly title: string | null
}

function liveDocuments({ store, scope }: OwedInput): Promise<readonly LiveDocument[]> {
  return store.read
    .selectFrom('documents')
    .select(['document', 'path', 'projection', 'title'])
    .where('scope', '=', scope)
    .where('state', '=', 'live')
    .where('source', '!=', changeSourceId)
    .execute()
}

async function owedDocuments({ store, scope, distiller }: OwedInput, documents: readonly LiveDocument[]): Promise<number> {
  const rows = await store.read
    .selectFrom('distillates')
    .select(['subject', 'input', 'state'])
    .where('scope', '=', scope)
    .where('level', '=', 'file')
    .execute()
  const made = new Map(rows.filter(({ state }) => state !== 'dormant').map(({ subject, input }) => [subject, input]))
  const owed = documents
    .map(({ document, projection, title }) => ({ document, input: documentInput({ projection: projection ?? '', title }) }))
    .filter(({ document, input }) => made.get(document) !== input)
  if (owed.length === 0 || !(await hasSetAside(store, scope))) return owed.length
  const context = { store, scope, skills: { distiller: await distiller() } }
  const aside = await Promise.all(owed.map(({ document, input }) => isQuarantined(context, document, 'distil', input)))
  return aside.filter((is) => !is).length
}

async function hasSetAside({ read }: Store, scope: ScopeId): Promise<boolean> {
  const row = await read
    .selectFrom('quarantine')
    .select('item')
    .where('scope', '=', scope)
    .where('stage', '=', 'distil')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function owedVectors({ store, scope, embedder }: OwedInput): Promise<number> {
  const row = await store.read
    .selectFrom('units')
    .innerJoin('passages', (join) => join.onRef('passages.scope', '=', 'units.scope').onRef('passages.passage', '=', 'units.passage'))
    .leftJoin('vectors', (join) =>
      join.onRef('vectors.scope', '=', 'units.scope').onRef('vectors.digest', '=', 'units.vector').on('vectors.embedder', '=', embedder),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('units.scope', '=', scope)
    .where('units.vector', 'is not', null)
    .where('passages.version', 'is not', null)
    .where('vectors.digest', 'is', null)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

type OwedAnswers = Pick<StatusView['owed'], 'questions' | 'left'>

async function owedAnswers(input: OwedInput, documents: readonly LiveDocument[]): Promise<OwedAnswers> {
  const { store, scope, policy, reader } = input
  const rows = await store.read
    .selectFrom('questions')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.scope', '=', 'questions.scope')
        .onRef('entries.question', '=', 'questions.question')
        .on('entries.policy', '=', policy),
    )
    .selectAll('questions')
    .select(['entries.entry as entry_id', 'entries.state as entry_state'])
    .where('questions.scope', '=', scope)
    .where(stateOf(), 'in', ['owed', 'stale'])
    .execute()
  const groups = await listedGroups(input, documents)
  const lists = rows.filter((row) => {
    const { about } = toQuestion(row)
    return about.kind === 'list' && row.entry_id !== null && row.entry_state !== 'fresh' && groups[about.list.level].has(about.list.subject)
  })
  const owed = (await owedQuestions({ store, scope, skills: { reader } }, policy)).filter(({ about }) => about.kind !== 'list')
  const plan = await planned(input, owed)
  const weighed = new Set<string>(owed.map(({ id }) => id))
  const listed = new Set(lists.map(({ question }) => question))
  const waiting = rows.filter(({ question }) => !weighed.has(question) && !listed.has(question)).length
  return {
    questions: plan.chosen + lists.length,
    left: [
      ...plan.left,
      ...(waiting === 0 ? [] : [{ reason: 'a sleep found nothing that answers it; tried again when that changes', count: waiting }]),
    ],
  }
}

async function planned(input: OwedInput, owed: Awaited<ReturnType<typeof owedQuestions>>) {
  const { store, scope, policy, now, terms } = input
  const { caps, ...settings } = terms
  // Without a model nothing is left for its worth.
  if (owed.length === 0 || settings.model === null) return { chosen: owed.length, left: [] }
  const budget = await leftToSpend(store.read, caps, { scope, cause: 'status', side: 'sleep', purpose: 'pre-answer' }, now)
  const facts = await loadPlanFacts({ store, scope, policy, now, settings: { ...settings, budget }, embedder: input.embedder, owed })
  const plan = planQuestions(facts, owed, await learnedProbability(store, scope, now))
  const chosen = new Set(plan.chosen.map(({ question }) => question.id))
  const left = plan.skipped.map(({ reason, questions }) => ({ reason, count: questions.filter(({ id }) => !chosen.has(id)).length }))
  return { chosen: chosen.size, left: left.filter(({ count }) => count > 0) }
}

/** What there are complete lists of: files, folders of two files or more, topics. */
async function listedGroups({ store, scope }: OwedInput, documents: readonly LiveDocument[]) {
  const inFolder = Map.groupBy(
    documents.flatMap(({ path }) => foldersOf(path)),
    (folder) => folder,
  )
  const topics = await store.read.selectFrom('topic_members').select('topic').distinct().where('scope', '=', scope).execute()
  return {
    file: new Set(documents.map(({ document }) => document)),
    module: new Set([...inFolder].filter(([, of]) => of.length > 1).map(([folder]) => folder)),
    topic: new Set(topics.map(({ topic }) => topic)),
  }
}
