import { withdrawStatements } from '../predict/questions-table.ts'
import type { QuestionId } from '../spec/ids.ts'
import { bumpRevision } from '../spec/revision.ts'
import { statement } from '../spec/store.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/**
 * After a deletion nothing is summarised or predicted from it: the deleted document's claims and distillate go, and the
 * questions that structure predicted of it and nobody asked. Its answers lie dormant and wake if the text returns.
 */
export async function sweepDeleted(context: SleepContext): Promise<void> {
  const { store, scope } = context
  const db = store.read
  const gone = await db
    .selectFrom('documents')
    .innerJoin('distillates', (join) =>
      join
        .onRef('distillates.scope', '=', 'documents.scope')
        .onRef('distillates.subject', '=', 'documents.document')
        .on('distillates.level', '=', 'file'),
    )
    .select(['documents.document', 'documents.path', 'distillates.distillate'])
    .where('documents.scope', '=', scope)
    .where('documents.state', '=', 'dormant')
    .execute()
  for (const { document, path, distillate } of gone) {
    const live = await db
      .selectFrom('documents')
      .select('document')
      .where('scope', '=', scope)
      .where('path', '=', path)
      .where('state', '=', 'live')
      .executeTakeFirst()
    const questions = await db
      .selectFrom('questions')
      .select('question')
      .where('scope', '=', scope)
      .where('region', '=', path)
      .where('pinned', '=', 0)
      .where('asked_count', '=', 0)
      .execute()
    const claims = db.selectFrom('claims').select('claim').where('scope', '=', scope).where('document', '=', document)
    await commit(context, [
      bumpRevision(db, scope),
      ...(live === undefined
        ? withdrawStatements(
            db,
            scope,
            questions.map((row) => row.question as QuestionId),
          )
        : []),
      statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', 'in', claims)),
      statement(db.deleteFrom('claims').where('scope', '=', scope).where('document', '=', document)),
      statement(db.deleteFrom('distillates').where('scope', '=', scope).where('distillate', '=', distillate)),
    ])
    context.tally.skip('its file was deleted', questions.length)
  }
}
