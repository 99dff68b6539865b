import { sql } from 'kysely'
import { alikeDigest } from '../cache/entry.ts'
import { listAnswer, listMembers } from '../distil/lists/complete-list.ts'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import { citedBasis } from '../lineage/editions/edition-basis.ts'
import { listReference } from '../lineage/mark-lists.ts'
import { verificationStatement } from '../lineage/verifications.ts'
import { allowedDrafts } from '../predict/allowed-drafts.ts'
import { listQuestions } from '../predict/prose/list-questions.ts'
import { predictStatements, withdrawStatements } from '../predict/questions-table.ts'
import type { AnswerBody } from '../spec/answer.ts'
import { digest } from '../spec/digest.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { noSpend } from '../spec/ledger.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { QuestionDraft } from '../spec/question.ts'
import { bumpRevision } from '../spec/revision.ts'
import { breathe } from './breathe.ts'
import { embedOwed } from './embed-owed.ts'
import type { Listable } from './list-groups.ts'
import { type ListedQuestion, listedQuestions } from './listed-questions.ts'
import type { OwedGroups } from './owed-groups.ts'
import { commitPrepared } from './prepare-answers.ts'
import { entryOf, type Prepared } from './prepare-question.ts'
import { commit, type SleepContext } from './sleep-context.ts'

const listUnits = 24

/**
 * Predicts the complete lists of the folders and topics that a change reached, and answers every list that is owed from
 * typed claims, each member quoted. A list whose members and quotes are what they were is kept as it is, whatever changed
 * around it. Lists that nothing reached are not looked at.
 */
export async function prepareLists(context: SleepContext, groups: Listable, owed: OwedGroups): Promise<void> {
  const { tally } = context
  await predictLists(context, groups, owed)
  const questions = (await listedQuestions(context)).filter((question) => !question.dropped)
  const due = questions.filter((question) => question.entry === null || question.entry.state !== 'fresh')
  tally.keep('lists', questions.length - due.length)
  const results: Prepared[] = []
  const held: string[] = []
  for (const [index, question] of due.entries()) {
    await breathe(context)
    tally.progress('pre-answer', index, due.length, 'lists')
    const { level, subject } = question.list
    if (groups.membersOf(level, subject) === null) continue
    const body = listAnswer(listMembers(await groups.claims(level, subject), question.list))
    const { entry } = question
    if (entry !== null && entry.alike === alikeDigest(body) && quotesOf(entry.body) === quotesOf(body)) {
      tally.keep('lists')
      held.push(entry.id)
      continue
    }
    results.push(await listEntry(context, question, body))
  }
  await confirmLists(context, held)
  await embedOwed(
    context,
    results.flatMap((result) =>
      result.kind === 'entry' ? [{ digest: keyVectorDigest(result.entry.questionText), text: result.entry.questionText }] : [],
    ),
    'lists',
  )
  if (results.length > 0) await commitPrepared(context, results)
}

/** Predicts the lists of the groups reached; those that are no longer predicted are withdrawn, and those of groups that are gone. */
async function predictLists(context: SleepContext, groups: Listable, owed: OwedGroups): Promise<void> {
  const { store, scope, clock } = context
  const reached = [
    ...[...owed.folders].map((subject) => ({ level: 'module' as const, subject })),
    ...[...owed.topics].map((subject) => ({ level: 'topic' as const, subject })),
  ]
  const drafts: QuestionDraft[] = []
  for (const { level, subject } of reached) {
    const group = await groups.group(level, subject)
    if (group !== null) drafts.push(...listQuestions(group))
    await breathe(context)
  }
  const wanted = new Map(drafts.map((draft) => [questionDigest(draft.text) as string, draft]))
  const covered = new Set(reached.map(({ level, subject }) => listReference(level, subject)))
  const gone = (await listedQuestions(context)).filter(({ id, list, asked, pinned }) => {
    if (wanted.has(id) || asked > 0 || pinned) return false
    return covered.has(listReference(list.level, list.subject)) || groups.membersOf(list.level, list.subject) === null
  })
  if (gone.length === 0 && wanted.size === 0) return
  const db = store.read
  const at = clock.now()
  // A list of which a member changed comes back with its members: whoever serves it compares them first.
  const returning = gone.filter(({ entry }) => entry?.state === 'stale' || entry?.state === 'dormant').map((question) => question.id)
  const others = gone.map((question) => question.id).filter((id) => !returning.includes(id))
  await commit(context, [
    bumpRevision(db, scope),
    ...(await withdrawStatements(db, scope, { questions: returning, basis: [citedBasis], at })),
    ...(await withdrawStatements(db, scope, { questions: others, basis: [], at })),
    ...predictStatements(db, scope, await allowedDrafts(db, scope, [...wanted.values()]), at),
  ])
}

/** Lists found to be what they were are fresh again. */
async function confirmLists(context: SleepContext, entries: readonly string[]): Promise<void> {
  if (entries.length === 0) return
  const { store, scope, clock } = context
  const db = store.read
  const where = sql<boolean>`entry in (${sql.join(entries)})`
  const at = clock.now()
  await commit(context, [
    bumpRevision(db, scope),
    artefactStatement(db, scope, 'support-back', { table: 'entries', where }),
    artefactStatement(db, scope, 'confirmed', { table: 'entries', where }),
    ...entries.map((artefact) =>
      verificationStatement(db, { scope, artefact, kind: 'entry', rung: 'list-held', cause: '', by: 'sleep', at }),
    ),
  ])
}

async function listEntry(context: SleepContext, question: ListedQuestion, body: AnswerBody): Promise<Prepared> {
  const { level, subject } = question.list
  const evidence = await context.view.search({ question: question.text, vector: null, limit: listUnits })
  const promptTokens = await context.countPromptTokens({ question: question.text, evidence, policy: context.policy })
  const made = entryOf(context, question, body, {
    effort: 'complete list',
    verdict: `every ${level === 'file' ? 'claim of the file' : `claim of the ${level}`} of its type, each quoted`,
    spend: noSpend,
    promptTokens,
  })
  return {
    kind: 'entry',
    // Gathered from claims, never written by a model.
    entry: { ...made, model: null },
    listed: { reference: listReference(level, subject), version: digest('members', ...body.quotes.map((quote) => quote.text)) },
  }
}

/** Which passages, at which versions, are quoted where. */
function quotesOf({ quotes }: AnswerBody): string {
  return digest('quotes', ...quotes.flatMap((quote) => [quote.passage, quote.version, quote.start]))
}
