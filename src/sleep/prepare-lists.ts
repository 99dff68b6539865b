import { alikeDigest } from '../cache/entry.ts'
import { keyVectorDigest } from '../cache/key-vector.ts'
import type { DocumentSummary } from '../corpus/documents.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import { listAnswer, listMembers } from '../distil/lists/complete-list.ts'
import { listReference } from '../lineage/mark-changes.ts'
import { type ListGroup, listQuestions } from '../predict/prose/list-questions.ts'
import { predictStatements, type StoredQuestion, toQuestion, withdrawStatements } from '../predict/questions-table.ts'
import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import { statement } from '../spec/store.ts'
import { embedOwed } from './embed-owed.ts'
import { listGroups } from './list-groups.ts'
import { commitPrepared } from './prepare-answers.ts'
import { entryOf, type Prepared } from './prepare-question.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

const listUnits = 24

/**
 * Predicts and answers the complete lists of every file, folder and topic from typed claims, each member quoted. A list
 * whose members and quotes are what they were is kept as it is, whatever changed around it.
 */
export async function prepareLists(context: SleepContext, documents: readonly DocumentSummary[]): Promise<void> {
  const { store, scope, tally } = context
  const groups = await listGroups(context, documents)
  const drafts = groups.flatMap(listQuestions)
  const wanted = new Map(drafts.map((draft) => [questionDigest(draft.text) as string, draft]))
  const before = await listedQuestions(context)
  const gone = before
    .filter((question) => !wanted.has(question.id) && question.asked === 0 && !question.pinned)
    .map((question) => question.id)
  const db = store.read
  await commit(context, [
    bumpRevision(db, scope),
    ...withdrawStatements(db, scope, gone),
    ...predictStatements(db, scope, [...wanted.values()], context.clock.now()),
  ])
  const known = await alikeOf(context)
  const claims = new Map(groups.map((group) => [listReference(group.level, group.subject), group]))
  const questions = (await listedQuestions(context)).filter((question) => !question.dropped)
  const results: Prepared[] = []
  const held: string[] = []
  for (const [index, question] of questions.entries()) {
    throwIfAborted(context.signal)
    tally.progress('pre-answer', index, questions.length, 'lists')
    const group =
      question.about.kind === 'list' ? claims.get(listReference(question.about.list.level, question.about.list.subject)) : undefined
    if (group === undefined || question.about.kind !== 'list') continue
    const body = listAnswer(listMembers(group.claims, question.about.list))
    const made = known.get(question.id)
    if (made !== undefined && made.alike === alikeDigest(body) && made.quotes === quotesOf(body.quotes)) {
      tally.keep('lists')
      if (made.state !== 'fresh') held.push(made.entry)
      continue
    }
    results.push(await listEntry(context, question, group, body))
    await nextTurn()
  }
  if (held.length > 0) {
    await commit(context, [
      bumpRevision(db, scope),
      statement(
        db
          .updateTable('entries')
          .set({ state: 'fresh', revision: thisRevision(scope) })
          .where('scope', '=', scope)
          .where('entry', 'in', held),
      ),
    ])
  }
  await embedOwed(
    context,
    results.flatMap((result) =>
      result.kind === 'entry' ? [{ digest: keyVectorDigest(result.entry.questionText), text: result.entry.questionText }] : [],
    ),
    'lists',
  )
  if (results.length > 0) await commitPrepared(context, results)
}

async function listEntry(
  context: SleepContext,
  question: StoredQuestion,
  group: ListGroup,
  body: ReturnType<typeof listAnswer>,
): Promise<Prepared> {
  const evidence = await context.view.search({ question: question.text, vector: null, limit: listUnits })
  const promptTokens = await context.countPromptTokens({ question: question.text, evidence, policy: context.policy })
  const made = entryOf(context, question, body, {
    effort: 'complete list',
    verdict: `every ${group.level === 'file' ? 'claim of the file' : `claim of the ${group.level}`} of its type, each quoted`,
    spend: noSpend,
    promptTokens,
  })
  // Gathered from claims, never written by a model.
  const entry = { ...made, model: null }
  return {
    kind: 'entry',
    entry,
    listed: { reference: listReference(group.level, group.subject), version: digest('members', ...body.quotes.map((quote) => quote.text)) },
  }
}

async function listedQuestions({ store, scope }: SleepContext): Promise<readonly StoredQuestion[]> {
  const rows = await store.read
    .selectFrom('questions')
    .selectAll()
    .where('scope', '=', scope)
    .where('about', 'like', '{"kind":"list"%')
    .orderBy('probability', 'desc')
    .orderBy('question')
    .execute()
  return rows.map(toQuestion)
}

interface KnownList {
  readonly entry: string
  readonly alike: string
  readonly state: string
  readonly quotes: string
}

async function alikeOf({ store, scope }: SleepContext): Promise<ReadonlyMap<string, KnownList>> {
  const rows = await store.read
    .selectFrom('entries')
    .select(['entry', 'question', 'alike', 'state', 'body'])
    .where('scope', '=', scope)
    .where('shape', '=', 'list')
    .execute()
  return new Map(
    rows.map((row) => [
      row.question,
      {
        entry: row.entry,
        alike: row.alike,
        state: row.state,
        quotes: quotesOf((JSON.parse(row.body) as ReturnType<typeof listAnswer>).quotes),
      },
    ]),
  )
}

/** Which passages, at which versions, are quoted where. */
function quotesOf(quotes: ReturnType<typeof listAnswer>['quotes']): string {
  return digest('quotes', ...quotes.flatMap((quote) => [quote.passage, quote.version, quote.start]))
}
