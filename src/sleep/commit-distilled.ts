import { replaceClaimsStatements } from '../distil/claims-table.ts'
import { distillateId, putDistillateStatement } from '../distil/distillates-table.ts'
import { documentInput } from '../distil/document-input.ts'
import { documentNames } from '../distil/prose/document-names.ts'
import { basisPin } from '../lineage/editions/edition-basis.ts'
import { type EvidencePin, evidenceStatements } from '../lineage/evidence-pin.ts'
import { markLists } from '../lineage/mark-lists.ts'
import { verificationStatement } from '../lineage/verifications.ts'
import { allowedDrafts } from '../predict/allowed-drafts.ts'
import { listLabel, listQuestions } from '../predict/prose/list-questions.ts'
import { predictStatements, untouchedQuestions, withdrawStatements } from '../predict/questions-table.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { QuestionDraft } from '../spec/question.ts'
import { bumpRevision, thisRevision } from '../spec/revision.ts'
import { type Statement, statement } from '../spec/store.ts'
import type { Distilled } from './distil-documents.ts'
import { fileRecipe } from './file-recipe.ts'
import type { FormerDistillate } from './former-distillate.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/**
 * Commits what a document was distilled to, with its questions, unless it changed meanwhile. What covers it is doubted
 * only where its claims or its headline are others than they were.
 */
export async function commitDistilled(context: SleepContext, distilled: Distilled): Promise<void> {
  const { store, scope, skills, tally, clock } = context
  const { summary, document, passages, former, headline, claims, rung, drafts } = distilled
  const db = store.read
  const at = clock.now()
  const id = distillateId(scope, 'file', document.id)
  const isKept = rung !== 'redone' && rung !== 'same-prompt'
  const isMoved = former !== null && former.document !== document.id
  const questions = await questionStatements(context, distilled, at)
  const committed = await commit(
    context,
    [
      bumpRevision(db, scope),
      ...(isMoved ? leaveStatements(context, former, distilled) : []),
      ...replaceClaimsStatements(db, { scope, document: document.id, claims, recipe: skills.distiller.recipe, madeAt: at }),
      putDistillateStatement(db, {
        scope,
        level: 'file',
        subject: document.id,
        label: document.title ?? document.path,
        headline,
        claims: claims.map((claim) => claim.id),
        input: documentInput(summary),
        // What another recipe made and nothing had to be done to is still that recipe's.
        recipe: keepsMade(distilled) && former !== null ? former.recipe : fileRecipe(skills),
        madeAt: keepsMade(distilled) && former !== null ? former.madeAt : at,
      }),
      ...evidenceStatements(
        db,
        scope,
        id,
        'distillate',
        passages.map(
          (passage): EvidencePin => ({ role: 'read', reference: passage.id, version: passage.version, place: passage.placeDigest }),
        ),
      ),
      ...(isKept && former?.headline === headline && !isMoved && former.state !== 'dormant'
        ? []
        : markLists(db, scope, { document: document.id, path: document.path })),
      ...questions.statements,
      verificationStatement(db, { scope, artefact: id, kind: 'distillate', rung, cause: document.path, by: 'sleep', at }),
    ],
    [
      {
        statement: statement(
          db.selectFrom('documents').select('projection').where('scope', '=', scope).where('document', '=', document.id),
        ),
        equals: summary.projection,
      },
    ],
  )
  if (!committed) {
    tally.skip('changed while it was being distilled')
    return
  }
  if (keepsMade(distilled)) {
    tally.keep('distillates')
    tally.keep('claims', claims.length)
  } else {
    tally.make('distillates')
    tally.make('claims', claims.length)
  }
  if (drafts !== null) tally.make('questions', questions.added)
  tally.skip('question no longer predicted', questions.withdrawn)
}

/** Whether its claims were kept without distilling it. */
function keepsMade({ rung }: Distilled): boolean {
  return rung !== 'redone' && rung !== 'same-prompt' && rung !== 'same-output' && rung !== 'same-claims'
}

interface QuestionChanges {
  readonly statements: readonly Statement[]
  readonly added: number
  readonly withdrawn: number
}

/** The document's questions, among them those for its own complete lists; what is no longer predicted is withdrawn. */
async function questionStatements(context: SleepContext, distilled: Distilled, at: number): Promise<QuestionChanges> {
  const { store, scope } = context
  const { document, former, drafts } = distilled
  if (drafts === null) return { statements: [], added: 0, withdrawn: 0 }
  const all = [...drafts, ...listDrafts(distilled)]
  const kept = new Set<string>(all.map((draft) => questionDigest(draft.text)))
  const regions = former === null || former.path === document.path ? [document.path] : [document.path, former.path]
  const before = (await Promise.all(regions.map((region) => untouchedQuestions(store.read, scope, region)))).flat()
  const served = former?.input === documentInput(distilled.summary) ? await answeredIn(context, document.path) : new Set<string>()
  const isOwn = (subject: string): boolean => subject === document.id || subject === former?.document
  const gone = before.filter(({ id, about }) => {
    if (kept.has(id) || about.kind === 'unknown') return false
    return about.kind === 'list' ? about.list.level === 'file' && isOwn(about.list.subject) : !served.has(id)
  })
  const basis = former === null ? [] : [basisPin(former.path, { title: former.title, passages: placesOf(former) })]
  const ids = gone.map((question) => question.id)
  const known = new Set<string>(before.map((question) => question.id))
  return {
    statements: [
      ...(await withdrawStatements(store.read, scope, { questions: ids, basis, at })),
      ...predictStatements(store.read, scope, await allowedDrafts(store.read, scope, all), at),
    ],
    added: new Set(drafts.map((draft) => questionDigest(draft.text)).filter((id) => !known.has(id))).size,
    withdrawn: gone.length,
  }
}

function placesOf({ pins }: FormerDistillate) {
  return pins.map(({ version, place }) => ({ version, placeDigest: place ?? '' }))
}

/** Complete lists of the file alone; those of folders and topics wait until all their files are distilled. */
function listDrafts({ document, claims }: Distilled): readonly QuestionDraft[] {
  const proved = claims.filter((claim) => claim.stamp !== 'unverified').sort((a, b) => b.salience - a.salience || (a.id < b.id ? -1 : 1))
  if (proved.length < 2) return []
  const label = document.format === 'code' ? `\`${document.path}\`` : listLabel(documentNames(document))
  return listQuestions({ level: 'file', subject: document.id, region: document.path, label, claims: proved })
}

/** A renamed document leaves nothing under its former path: its claims, questions and place among the topics move on. */
function leaveStatements({ store, scope }: SleepContext, former: FormerDistillate, { document }: Distilled): readonly Statement[] {
  const db = store.read
  const claims = db.selectFrom('claims').select('claim').where('scope', '=', scope).where('document', '=', former.document)
  const region = { region: document.path }
  return [
    statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', 'in', claims)),
    statement(db.deleteFrom('claims').where('scope', '=', scope).where('document', '=', former.document)),
    statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', '=', former.id)),
    statement(db.deleteFrom('distillates').where('scope', '=', scope).where('distillate', '=', former.id)),
    statement(db.deleteFrom('topic_members').where('scope', '=', scope).where('document', '=', document.id)),
    statement(
      db.updateTable('topic_members').set({ document: document.id }).where('scope', '=', scope).where('document', '=', former.document),
    ),
    statement(db.updateTable('questions').set(region).where('scope', '=', scope).where('region', '=', former.path)),
    statement(
      db
        .updateTable('entries')
        .set({ ...region, revision: thisRevision(scope) })
        .where('scope', '=', scope)
        .where('region', '=', former.path),
    ),
  ]
}

/** Questions of a region with an answer that can be served: another recipe words other questions, and takes none of these away. */
async function answeredIn({ store, scope }: SleepContext, region: string): Promise<ReadonlySet<string>> {
  const rows = await store.read
    .selectFrom('entries')
    .select('question')
    .where('scope', '=', scope)
    .where('region', '=', region)
    .where('kind', '=', 'answer')
    .where('state', 'in', ['fresh', 'suspect'])
    .execute()
  return new Set(rows.map((row) => row.question))
}
