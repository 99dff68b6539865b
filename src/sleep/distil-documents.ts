import type { DocumentSummary } from '../corpus/documents.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import { loadSkillDocument } from '../corpus/passages.ts'
import { replaceClaimsStatements, toClaims } from '../distil/claims-table.ts'
import { distillatesOf, putDistillateStatement } from '../distil/distillates-table.ts'
import { documentInput } from '../distil/document-input.ts'
import { disambiguate } from '../predict/code/disambiguate.ts'
import { deduplicateQuestions } from '../predict/deduplicate.ts'
import { predictStatements, untouchedQuestions, withdrawStatements } from '../predict/questions-table.ts'
import type { Claim } from '../spec/claim.ts'
import { ReverieError } from '../spec/errors.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { QuestionDraft } from '../spec/question.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { DocumentDistillate, SkillDocument } from '../spec/skills.ts'
import { statement } from '../spec/store.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import { noteFailure } from './note-failure.ts'
import { isQuarantined } from './quarantine.ts'
import { commit, type SleepContext } from './sleep-context.ts'
import { workThrough } from './work-through.ts'

/** Documents whose passages or recipe are not those their distillate was made from. */
export async function owedDocuments(context: SleepContext, documents: readonly DocumentSummary[]): Promise<ReadonlySet<string>> {
  const known = await distillatesOf(context.store.read, context.scope, 'file')
  const recipe = fileRecipe(context.skills)
  const owed = documents.filter((document) => {
    const made = known.get(document.id)
    return made === undefined || made.input !== documentInput(document) || recipeOwed(made.recipe, recipe)
  })
  context.tally.keep('distillates', documents.length - owed.length)
  return new Set(owed.map((document) => document.id))
}

/** Documents whose distillates a model is paid for before they are committed. */
const paidTogether = 8

interface Distilled {
  readonly summary: DocumentSummary
  readonly document: SkillDocument
  readonly headline: string
  readonly claims: readonly Claim[]
  readonly drafts: readonly QuestionDraft[]
}

/**
 * Distils documents and predicts their questions. Each document's claims, distillate and questions are one transaction,
 * which holds only if the document is still what was read. `outlines` are the scope's documents with their symbols, so
 * that questions about things of one name say which they mean.
 */
export async function distilDocuments(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  outlines: readonly SkillDocument[],
  onDone: (path: string) => void,
): Promise<void> {
  const distillates = new Map<string, DocumentDistillate>()
  const together = context.skills.distiller.model === null ? Math.max(1, documents.length) : paidTogether
  for (let at = 0; at < documents.length; at += together) {
    const { finished, stopped } = await workThrough(context, documents.slice(at, at + together), async (summary) => {
      const one = await attempt(context, summary, distillates)
      onDone(summary.path)
      return one
    })
    const distilled = finished.filter((one) => one !== null)
    const told = disambiguate(
      distilled.flatMap((one) => one.drafts),
      outlines,
    )
    const byRegion = Map.groupBy(deduplicateQuestions(told), (draft) => draft.region)
    for (const one of distilled) {
      await commitDistilled(context, one, byRegion.get(one.document.path) ?? [])
      await nextTurn()
    }
    if (stopped !== null) throw stopped
  }
}

/** A document that cannot be distilled is counted with its reason, and left alone after two tries until it changes. */
async function attempt(
  context: SleepContext,
  summary: DocumentSummary,
  distillates: Map<string, DocumentDistillate>,
): Promise<Distilled | null> {
  const { tally } = context
  const input = documentInput(summary)
  if (await isQuarantined(context, summary.id, 'distil', input)) {
    tally.skip('quarantined')
    return null
  }
  try {
    const made = await distilOne(context, summary, distillates)
    tally.unreachable = 0
    return made
  } catch (cause) {
    await noteFailure(context, { stage: 'distil', id: summary.id, name: summary.path, input }, cause)
    return null
  }
}

/** `distillates` holds what was paid for before the budget refused the rest: a second try of the run goes on from there. */
async function distilOne(
  context: SleepContext,
  summary: DocumentSummary,
  distillates: Map<string, DocumentDistillate>,
): Promise<Distilled | null> {
  const { store, scope, skills } = context
  const document = await loadSkillDocument(store, scope, summary.id)
  if (document === null) return null
  const call = { signal: context.signal }
  const distillate = distillates.get(summary.id) ?? (await skills.distiller.distilDocument(document, call))
  distillates.set(summary.id, distillate)
  const claims = toClaims(document.id, distillate.claims)
  if (skills.distiller.model !== null && !claims.some(isProved) && (await hasClaims(context, document.id))) {
    throw new ReverieError('model-malformed', `${skills.distiller.model} proved no claim of ${document.path}.`, {
      hint: 'What was there before is kept.',
    })
  }
  await nextTurn()
  const generated = await skills.generator.generate({ document, claims }, call)
  return { summary, document, headline: distillate.headline, claims, drafts: generated.questions }
}

async function commitDistilled(
  context: SleepContext,
  { summary, document, headline, claims }: Distilled,
  drafts: readonly QuestionDraft[],
): Promise<void> {
  const { store, scope, skills, tally, clock } = context
  const kept = new Set<string>(drafts.map((draft) => questionDigest(draft.text)))
  const before = await untouchedQuestions(store.read, scope, document.path)
  const db = store.read
  const served = (await isUnchanged(context, summary)) ? await answeredIn(context, document.path) : new Set<string>()
  const gone = before
    .filter((question) => question.about.kind === 'claim' && !kept.has(question.id) && !served.has(question.id))
    .map((question) => question.id)
  const at = clock.now()
  const committed = await commit(
    context,
    [
      bumpRevision(db, scope),
      ...replaceClaimsStatements(db, { scope, document: document.id, claims, recipe: skills.distiller.recipe, madeAt: at }),
      putDistillateStatement(db, {
        scope,
        level: 'file',
        subject: document.id,
        label: document.title ?? document.path,
        headline,
        claims: claims.map((claim) => claim.id),
        input: documentInput(summary),
        recipe: fileRecipe(skills),
        madeAt: at,
      }),
      ...withdrawStatements(db, scope, gone),
      ...predictStatements(db, scope, drafts, at),
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
  tally.make('distillates')
  tally.make('claims', claims.length)
  tally.make('questions', kept.size - before.filter((question) => kept.has(question.id)).length)
  tally.skip('question no longer predicted', gone.length)
}

const isProved = (claim: Claim): boolean => claim.stamp !== 'unverified'

/** Whether claims are kept of the document that its text as it is still proves. */
async function hasClaims({ store, scope }: SleepContext, document: string): Promise<boolean> {
  const row = await store.read
    .selectFrom('claims')
    .select('claim')
    .where('scope', '=', scope)
    .where('document', '=', document)
    .where('state', '=', 'fresh')
    .where('stamp', '!=', 'unverified')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether the document is what its distillate was made from: it is redone for its recipe alone. */
async function isUnchanged({ store, scope }: SleepContext, summary: DocumentSummary): Promise<boolean> {
  const row = await store.read
    .selectFrom('distillates')
    .select('input')
    .where('scope', '=', scope)
    .where('level', '=', 'file')
    .where('subject', '=', summary.id)
    .executeTakeFirst()
  return row?.input === documentInput(summary)
}

/** Questions of a region with an answer that can be served: another recipe words other questions, and takes none of these away. */
async function answeredIn({ store, scope }: SleepContext, region: string): Promise<ReadonlySet<string>> {
  const rows = await store.read
    .selectFrom('entries')
    .select('question')
    .where('scope', '=', scope)
    .where('region', '=', region)
    .where('kind', '=', 'answer')
    .where('state', '=', 'fresh')
    .execute()
  return new Set(rows.map((row) => row.question))
}
