import { corpusRevision } from '../corpus/corpus-revision.ts'
import { type DocumentSummary, liveDocuments } from '../corpus/documents.ts'
import { nextTurn } from '../corpus/next-turn.ts'
import { outlines as loadOutlines } from '../corpus/outlines.ts'
import type { SyncReceipt } from '../corpus/sync-receipt.ts'
import { foldersOf } from '../lineage/mark-changes.ts'
import type { StoredQuestion } from '../predict/questions-table.ts'
import { ReverieError } from '../spec/errors.ts'
import { policyDigest } from '../spec/policy.ts'
import { distilDocuments, owedDocuments } from './distil-documents.ts'
import { distilModules } from './distil-groups.ts'
import { distilTopics } from './distil-topics.ts'
import { embedOwed } from './embed-owed.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import { type OwedQuestion, owedQuestions } from './owed-questions.ts'
import { owedUnitCounts, owedUnitTexts } from './owed-units.ts'
import { predictCallers } from './predict-callers.ts'
import { prepareAnswers } from './prepare-answers.ts'
import { prepareLists } from './prepare-lists.ts'
import { type SleepContext, throwIfAborted } from './sleep-context.ts'
import { sweepDeleted } from './sweep-deleted.ts'
import { cutWaves } from './waves.ts'

/** How a sleep ended, beyond what its tally counted. */
export interface SleepOutcome {
  readonly stoppedBy: 'done' | 'budget' | 'aborted'
  readonly sync: SyncReceipt
}

export interface SleepRun {
  readonly context: SleepContext
  /** Brings the corpus up to its sources; each document can be asked as soon as it is committed. */
  readonly sync: () => Promise<SyncReceipt>
  readonly maxQuestions: number
}

/**
 * The offline path: sync; then wave by wave distil and predict, embed, answer and verify; then folders, topics, lists and
 * whatever people asked and missed. Everything is committed as it is made; what is owed is read from state, so a stopped
 * sleep is simply continued by the next.
 */
export async function runSleep({ context, sync, maxQuestions }: SleepRun): Promise<SleepOutcome> {
  const receipt = await sync()
  const end = (stoppedBy: SleepOutcome['stoppedBy']): SleepOutcome => ({ stoppedBy, sync: receipt })
  try {
    await prepareAll(context, maxQuestions)
    return end('done')
  } catch (cause) {
    if (context.signal?.aborted) return end('aborted')
    if (cause instanceof ReverieError && cause.code === 'budget-refused') return end('budget')
    throw cause
  }
}

async function prepareAll(context: SleepContext, maxQuestions: number): Promise<void> {
  const { store, scope, tally } = context
  const documents = await liveDocuments(store, scope)
  if (documents.length > 0) tally.nowAskable()
  const corpus = await corpusRevision(store.read, scope)
  const owed = await owedDocuments(context, documents)
  const symbols = owed.size === 0 ? [] : await loadOutlines(store, scope)
  const owedVectors = await owedUnitCounts(context)
  const seen = new Set<string>()
  const owedNow = async (wanted: (question: StoredQuestion) => boolean): Promise<readonly OwedQuestion[]> => {
    const all = await owedQuestions(context, policyDigest(context.policy), corpus)
    const chosen = all.filter((question) => !seen.has(question.id) && question.about.kind !== 'list' && wanted(question))
    const allowed = chosen.slice(0, Math.max(0, maxQuestions - seen.size))
    for (const question of allowed) seen.add(question.id)
    return allowed
  }
  let distilled = 0
  for (const wave of cutWaves(documents, (document) => owedVectors.get(document.id) ?? 0)) {
    throwIfAborted(context.signal)
    await distilDocuments(
      context,
      wave.filter((document) => owed.has(document.id)),
      symbols,
      (path) => {
        distilled += 1
        tally.progress('distil', distilled, owed.size, path)
      },
    )
    await embedOwed(context, await owedUnitTexts(context, wave), 'passages')
    await context.view.refresh()
    const regions = new Set<string>(wave.map((document) => document.path))
    await prepareAnswers(context, await owedNow((question) => regions.has(question.region)), corpus)
    await nextTurn()
  }
  await sweepDeleted(context)
  if (owed.size > 0 || (await groupsOwed(context, documents))) {
    await predictCallers(context, symbols.length > 0 ? symbols : await loadOutlines(store, scope), documents)
    await distilTopics(context, documents)
    await distilModules(context, documents)
    await prepareLists(context, documents)
  }
  await context.view.refresh()
  await prepareAnswers(context, await owedNow(() => true), corpus)
}

/** Whether a folder, topic or list was left behind by a sleep that was stopped, by a deletion, or by another recipe. */
async function groupsOwed({ store, scope, skills }: SleepContext, documents: readonly DocumentSummary[]): Promise<boolean> {
  if (documents.length === 0) return false
  const groups = await store.read
    .selectFrom('distillates')
    .select(['level', 'subject', 'state', 'recipe'])
    .where('scope', '=', scope)
    .where('level', '!=', 'file')
    .execute()
  const recipe = fileRecipe(skills)
  const modules = new Set(groups.flatMap((group) => (group.level === 'module' ? [group.subject] : [])))
  const missing = documents.some((document) => foldersOf(document.path).some((folder) => !modules.has(folder)))
  if (missing || groups.some((group) => group.state !== 'fresh' || recipeOwed(group.recipe, recipe))) return true
  const lists = await store.read
    .selectFrom('entries')
    .select('entry')
    .where('scope', '=', scope)
    .where('shape', '=', 'list')
    .where('state', 'in', ['suspect', 'stale'])
    .limit(1)
    .executeTakeFirst()
  return lists !== undefined
}
