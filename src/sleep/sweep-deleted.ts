import { sql } from 'kysely'
import { artefactStatement } from '../lineage/artefact-statement.ts'
import { basisPin } from '../lineage/editions/edition-basis.ts'
import { verificationStatement } from '../lineage/verifications.ts'
import { untouchedQuestions, withdrawStatements } from '../predict/questions-table.ts'
import type { DocumentId } from '../spec/ids.ts'
import { bumpRevision } from '../spec/revision.ts'
import { loadFormer } from './former-distillate.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/**
 * After a deletion nothing is summarised or predicted from it: the deleted document's claims and distillate lie dormant, and
 * the questions that structure predicted of it and nobody asked are withdrawn. All of it wakes if the text returns.
 */
export async function sweepDeleted(context: SleepContext): Promise<void> {
  const { store, scope, clock } = context
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
    .where('distillates.state', '!=', 'dormant')
    .execute()
  for (const { document, path, distillate } of gone) {
    const former = await loadFormer(context, document as DocumentId, path)
    const questions = (await hasHeir(context, path)) ? [] : await untouchedQuestions(db, scope, path)
    const basis =
      former === null
        ? []
        : [
            basisPin(path, {
              title: former.title,
              passages: former.pins.map(({ version, place }) => ({ version, placeDigest: place ?? '' })),
            }),
          ]
    const ids = questions.map((question) => question.id)
    const at = clock.now()
    await commit(context, [
      bumpRevision(db, scope),
      verificationStatement(db, { scope, artefact: distillate, kind: 'distillate', rung: 'withdrawn', cause: path, by: 'sleep', at }),
      ...(await withdrawStatements(db, scope, { questions: ids, basis, at })),
      artefactStatement(db, scope, 'support-gone', { table: 'claims', where: sql<boolean>`document = ${document}` }),
      artefactStatement(db, scope, 'support-gone', { table: 'distillates', where: sql<boolean>`distillate = ${distillate}` }),
    ])
    context.tally.skip('its file was deleted', questions.length)
  }
}

/** Whether another source has a document at the path, whose questions these are. */
async function hasHeir({ store, scope }: SleepContext, path: string): Promise<boolean> {
  const row = await store.read
    .selectFrom('documents')
    .select('document')
    .where('scope', '=', scope)
    .where('path', '=', path)
    .where('state', '=', 'live')
    .executeTakeFirst()
  return row !== undefined
}
