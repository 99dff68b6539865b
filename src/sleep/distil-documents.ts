import type { DocumentSummary } from '../corpus/documents.ts'
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
import type { SkillDocument } from '../spec/skills.ts'
import { statement } from '../spec/store.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import { isQuarantined, quarantineStatement } from './quarantine.ts'
import { breathe, commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

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
  const distilled: Distilled[] = []
  for (const summary of documents) {
    throwIfAborted(context.signal)
    const one = await attempt(context, summary)
    if (one !== null) distilled.push(one)
    onDone(summary.path)
    await breathe()
  }
  const told = disambiguate(
    distilled.flatMap((one) => one.drafts),
    outlines,
  )
  const byRegion = Map.groupBy(deduplicateQuestions(told), (draft) => draft.region)
  for (const one of distilled) {
    await commitDistilled(context, one, byRegion.get(one.document.path) ?? [])
    await breathe()
  }
}

/** A document that cannot be distilled is counted with its reason, and left alone after two tries until it changes. */
async function attempt(context: SleepContext, summary: DocumentSummary): Promise<Distilled | null> {
  const { tally } = context
  if (await isQuarantined(context, summary.id, 'distil', documentInput(summary))) {
    tally.skip('quarantined')
    return null
  }
  try {
    return await distilOne(context, summary)
  } catch (cause) {
    if (cause instanceof ReverieError && (cause.code === 'aborted' || cause.code === 'budget-refused' || cause.code === 'lease-held'))
      throw cause
    throwIfAborted(context.signal)
    const reason = cause instanceof Error ? cause.message : String(cause)
    tally.fail('distil', summary.path, reason)
    await commit(context, [quarantineStatement(context, summary.id, 'distil', documentInput(summary), reason)])
    return null
  }
}

async function distilOne(context: SleepContext, summary: DocumentSummary): Promise<Distilled | null> {
  const { store, scope, skills, tally } = context
  const document = await loadSkillDocument(store, scope, summary.id)
  if (document === null) return null
  const call = { signal: context.signal }
  const distillate = await skills.distiller.distilDocument(document, call)
  tally.spend(distillate.spend)
  const claims = toClaims(document.id, distillate.claims)
  await breathe()
  const generated = await skills.generator.generate({ document, claims }, call)
  tally.spend(generated.spend)
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
  const gone = before.filter((question) => question.about.kind === 'claim' && !kept.has(question.id)).map((question) => question.id)
  const db = store.read
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
