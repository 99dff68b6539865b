import { sql } from 'kysely'
import { entriesById } from '../../cache/entries-table.ts'
import { entryId } from '../../cache/entry.ts'
import { isHeldByPerson } from '../../lineage/approvals.ts'
import { artefactStatement } from '../../lineage/artefact-statement.ts'
import { verificationStatement } from '../../lineage/verifications.ts'
import { policyDigest } from '../../spec/policy.ts'
import { bumpRevision, noteErasure } from '../../spec/revision.ts'
import type { Reading } from '../../spec/skills.ts'
import { statement } from '../../spec/store.ts'
import { causeOf } from '../cause-of.ts'
import type { OwedQuestion } from '../owed-questions.ts'
import { prepareAnswers } from '../prepare-answers.ts'
import { commit, type SleepContext } from '../sleep-context.ts'

/**
 * Prepares questions whose draft stands by its verification alone: what the draft holds is taken for the reading, and goes
 * through everything an answer has to pass. A draft that does not is withdrawn; nothing was made of it yet.
 */
export async function promoteDrafts(context: SleepContext, questions: readonly OwedQuestion[], corpus: number): Promise<void> {
  const readings = await draftReadings(context, questions)
  const { reader } = context.skills
  const skills = {
    ...context.skills,
    reader: {
      recipe: reader.recipe,
      model: reader.model,
      read: async (...call: Parameters<typeof reader.read>) => readings.get(call[0].question) ?? reader.read(...call),
    },
  }
  try {
    await prepareAnswers({ ...context, skills }, questions, corpus)
  } finally {
    if (context.signal?.aborted !== true) await withdrawFailed(context, questions)
  }
}

/** By the question's text; of drafts that this sleep's reader would make. */
async function draftReadings(
  { store, scope, policy, skills: { reader } }: SleepContext,
  questions: readonly OwedQuestion[],
): Promise<ReadonlyMap<string, Reading>> {
  const ids = questions.map(({ text }) => entryId(scope, policyDigest(policy), '', text))
  const readings = new Map<string, Reading>()
  for (let at = 0; at < ids.length; at += slice) {
    for (const { status, state, preparedBy, model, recipe, questionText, body, spend } of (
      await entriesById(store.read, scope, ids.slice(at, at + slice))
    ).values()) {
      const isDraft = status === 'candidate' && state === 'fresh' && preparedBy === 'sleep'
      if (!isDraft || model !== reader.model || recipe !== reader.recipe) continue
      readings.set(questionText, { kind: 'answer', body, confidence: 1, spend })
    }
  }
  return readings
}

const slice = 400
/** What a skip for the verifier's sake begins with. */
const notSupported = 'not supported'

/**
 * A question that was tried and skipped keeps no draft: nothing supports what would be served. What an ask left and was not
 * supported stays as what was refuted, so that it is not filed again before something changes that it rests on.
 */
async function withdrawFailed(context: SleepContext, questions: readonly OwedQuestion[]): Promise<void> {
  const { store, scope, policy } = context
  const ids = questions.map(({ text }) => entryId(scope, policyDigest(policy), '', text))
  for (let at = 0; at < ids.length; at += slice) {
    const failed = await store.read
      .selectFrom('entries')
      .innerJoin('questions', (join) =>
        join.onRef('questions.scope', '=', 'entries.scope').onRef('questions.question', '=', 'entries.question'),
      )
      .select(['entries.entry', 'entries.prepared_by', 'questions.skipped'])
      .where('entries.scope', '=', scope)
      .where('entries.entry', 'in', ids.slice(at, at + slice))
      .where('entries.status', '=', 'candidate')
      .where('entries.state', 'in', ['fresh', 'suspect'])
      .where('questions.skipped', 'is not', null)
      .where(sql<boolean>`not ${isHeldByPerson}`)
      .execute()
    await refute(
      context,
      failed
        .filter(({ prepared_by, skipped }) => prepared_by === 'ask' && skipped?.startsWith(notSupported) === true)
        .map(({ entry }) => entry),
    )
    const gone = failed.filter(({ prepared_by }) => prepared_by === 'sleep').map(({ entry }) => entry)
    if (gone.length === 0) continue
    const own = (table: 'keys' | 'watches' | 'entries') =>
      statement(store.read.deleteFrom(table).where('scope', '=', scope).where('entry', 'in', gone))
    const evidence = store.read.deleteFrom('evidence').where('scope', '=', scope).where('artefact', 'in', gone)
    const all = [statement(evidence), own('keys'), own('watches'), own('entries')]
    await commit(context, [bumpRevision(store.read, scope), ...all, noteErasure(store.read, scope)])
  }
}

async function refute(context: SleepContext, entries: readonly string[]): Promise<void> {
  if (entries.length === 0) return
  const { store, scope, clock } = context
  const db = store.read
  const target = { table: 'entries', where: sql<boolean>`entry in (${sql.join(entries)})` } as const
  const statements = [
    bumpRevision(db, scope),
    artefactStatement(db, scope, 'doubted', target),
    artefactStatement(db, scope, 'refuted', target),
  ]
  for (const artefact of entries) {
    const how = { scope, kind: 'entry', rung: 'withdrawn', by: 'sleep', at: clock.now() } as const
    statements.push(verificationStatement(db, { ...how, artefact, cause: await causeOf(context, artefact) }))
  }
  await commit(context, statements)
}
