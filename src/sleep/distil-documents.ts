import type { DocumentSummary } from '../corpus/documents.ts'
import { loadSkillDocument } from '../corpus/passages.ts'
import { replaceClaimsStatements, toClaims } from '../distil/claims-table.ts'
import { distillatesOf, putDistillateStatement } from '../distil/distillates-table.ts'
import { predictStatements, untouchedQuestions, withdrawStatements } from '../predict/questions-table.ts'
import { digest } from '../spec/digest.ts'
import { ReverieError } from '../spec/errors.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import { bumpRevision } from '../spec/revision.ts'
import { statement } from '../spec/store.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import { isQuarantined, quarantineStatement } from './quarantine.ts'
import { breathe, commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

/**
 * Distils every document whose passages or recipe are not those its distillate was made from, and predicts its questions
 * from the claims in the same transaction, which holds only if the document is still what was read. Returns the
 * documents redone.
 */
export async function distilDocuments(context: SleepContext, documents: readonly DocumentSummary[]): Promise<ReadonlySet<string>> {
  const { store, scope, skills, tally } = context
  const known = await distillatesOf(store.read, scope, 'file')
  const recipe = fileRecipe(skills)
  const owed = documents.filter((document) => {
    const made = known.get(document.id)
    return made === undefined || made.input !== inputOf(document) || recipeOwed(made.recipe, recipe)
  })
  tally.keep('distillates', documents.length - owed.length)
  const redone = new Set<string>()
  for (const [index, document] of owed.entries()) {
    throwIfAborted(context.signal)
    tally.progress('distil', index, owed.length, document.path)
    if (await isQuarantined(context, document.id, 'distil', inputOf(document))) {
      tally.skip('quarantined')
      continue
    }
    try {
      if (await distilOne(context, document, recipe)) redone.add(document.id)
    } catch (cause) {
      if (cause instanceof ReverieError && (cause.code === 'aborted' || cause.code === 'budget-refused' || cause.code === 'lease-held'))
        throw cause
      const reason = cause instanceof Error ? cause.message : String(cause)
      tally.fail('distil', document.path, reason)
      await commit(context, [quarantineStatement(context, document.id, 'distil', inputOf(document), reason)])
    }
    await breathe()
  }
  tally.progress('distil', owed.length, owed.length)
  return redone
}

function inputOf(document: DocumentSummary): string {
  return digest('document', document.projection ?? '', document.title ?? '')
}

async function distilOne(context: SleepContext, summary: DocumentSummary, recipe: string): Promise<boolean> {
  const { store, scope, skills, tally, clock } = context
  const document = await loadSkillDocument(store, scope, summary.id)
  if (document === null) return false
  const call = { signal: context.signal }
  const distillate = await skills.distiller.distilDocument(document, call)
  tally.spend(distillate.spend)
  const claims = toClaims(document.id, distillate.claims)
  await breathe()
  const generated = await skills.generator.generate({ document, claims }, call)
  tally.spend(generated.spend)
  const kept = new Set(generated.questions.map((draft) => questionDigest(draft.text) as string))
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
        headline: distillate.headline,
        claims: claims.map((claim) => claim.id),
        input: inputOf(summary),
        recipe,
        madeAt: at,
      }),
      ...withdrawStatements(db, scope, gone),
      ...predictStatements(db, scope, generated.questions, at),
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
    return false
  }
  tally.make('distillates')
  tally.make('claims', claims.length)
  tally.make('questions', kept.size - before.filter((question) => kept.has(question.id)).length)
  tally.skip('question no longer predicted', gone.length)
  return true
}
