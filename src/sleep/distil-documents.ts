import type { DocumentSummary } from '../corpus/documents.ts'
import { type PlacedPassage, passagesOf } from '../corpus/passages.ts'
import { toClaims } from '../distil/claims-table.ts'
import { documentInput } from '../distil/document-input.ts'
import { disambiguate } from '../predict/code/disambiguate.ts'
import { deduplicateQuestions } from '../predict/deduplicate.ts'
import type { Claim } from '../spec/claim.ts'
import { ReverieError } from '../spec/errors.ts'
import type { Rung } from '../spec/evidence.ts'
import type { QuestionDraft } from '../spec/question.ts'
import type { DocumentDistillate, SkillDocument } from '../spec/skills.ts'
import { breathe } from './breathe.ts'
import { climbDocument } from './climb-document.ts'
import { commitDistilled } from './commit-distilled.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import { type FormerDistillate, formerDistillate, hasDeletedDistillates } from './former-distillate.ts'
import { keepFormerClaims } from './keep-former-claims.ts'
import { noteFailure } from './note-failure.ts'
import { isQuarantined } from './quarantine.ts'
import type { SleepContext } from './sleep-context.ts'
import { workThrough } from './work-through.ts'

/** Documents whose distillates a model is paid for before they are committed. */
const paidTogether = 8

/** A document as it is, with what is stated in it. */
export interface Distilled {
  readonly summary: DocumentSummary
  readonly document: SkillDocument
  readonly passages: readonly PlacedPassage[]
  readonly former: FormerDistillate | null
  readonly headline: string
  readonly claims: readonly Claim[]
  /** Where the ladder stopped: `redone` where its claims are others than before. */
  readonly rung: Rung
  /** Its questions; null where those it has are still those of its claims. */
  readonly drafts: readonly QuestionDraft[] | null
}

/**
 * Brings the distillates and questions of these documents up to date. What differs in layout alone, was renamed or is back
 * keeps its claims; what is distilled anew keeps those that came out the same. Each document is one transaction, which
 * holds only if the document is still what was read. `outlines` gives the scope's documents with their symbols, so that
 * questions about things of one name say which they mean.
 */
export async function distilDocuments(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  outlines: () => Promise<readonly SkillDocument[]>,
  onDone: (path: string) => void,
): Promise<void> {
  const made: Made = { distillates: new Map(), hasDeleted: documents.length > 0 && (await hasDeletedDistillates(context)) }
  const together = context.skills.distiller.model === null ? Math.max(1, documents.length) : paidTogether
  for (let at = 0; at < documents.length; at += together) {
    const { finished, stopped } = await workThrough(context, documents.slice(at, at + together), async (summary) => {
      const one = await attempt(context, summary, made)
      onDone(summary.path)
      return one
    })
    const distilled = finished.filter((one) => one !== null)
    const drafts = distilled.flatMap((one) => one.drafts ?? [])
    const told = drafts.length === 0 ? [] : disambiguate(drafts, await outlines())
    const byRegion = Map.groupBy(deduplicateQuestions(told), (draft) => draft.region)
    for (const one of distilled) {
      await commitDistilled(context, { ...one, drafts: one.drafts === null ? null : (byRegion.get(one.document.path) ?? []) })
      await breathe(context)
    }
    if (stopped !== null) throw stopped
  }
}

interface Made {
  /** What was paid for before the budget refused the rest: a second try of the run goes on from there. */
  readonly distillates: Map<string, DocumentDistillate>
  readonly hasDeleted: boolean
}

/** A document that cannot be distilled is counted with its reason, and left alone after two tries until it changes. */
async function attempt(context: SleepContext, summary: DocumentSummary, work: Made): Promise<Distilled | null> {
  const { tally } = context
  const input = documentInput(summary)
  if (await isQuarantined(context, summary.id, 'distil', input)) {
    tally.skip('quarantined')
    return null
  }
  try {
    const made = await distilOne(context, summary, work)
    tally.unreachable = 0
    return made
  } catch (cause) {
    await noteFailure(context, { stage: 'distil', id: summary.id, name: summary.path, input }, cause)
    return null
  }
}

async function distilOne(context: SleepContext, summary: DocumentSummary, work: Made): Promise<Distilled | null> {
  const { store, scope, skills } = context
  const passages = await passagesOf(store, scope, summary.id)
  const { id, path, title, format, modifiedAt } = summary
  const document: SkillDocument = { id, path, title, format, modifiedAt, passages }
  const former = await formerDistillate(context, summary, work.hasDeleted)
  const read = { summary, document, passages, former }
  const kept =
    former === null || recipeOwed(former.recipe, fileRecipe(skills)) ? null : await climbDocument(context, summary, former, passages)
  if (former !== null && kept !== null) {
    const { claims, rung } = kept
    const drafts = keepsQuestions(context, rung) ? null : await draftsOf(context, document, claims)
    return { ...read, headline: former.headline, claims, rung, drafts }
  }
  return await distilAnew(context, read, work)
}

/** Layout words no question. What was away lost its questions, and a path may stand in the words of those made without a model. */
function keepsQuestions({ skills }: SleepContext, rung: Rung): boolean {
  if (rung === 'revived') return false
  return rung !== 'no-operation' || skills.generator.model !== null
}

async function distilAnew(
  context: SleepContext,
  read: Pick<Distilled, 'summary' | 'document' | 'passages' | 'former'>,
  { distillates }: Made,
): Promise<Distilled> {
  const { skills } = context
  const { summary, document, former } = read
  const distillate = distillates.get(summary.id) ?? (await skills.distiller.distilDocument(document, { signal: context.signal }))
  distillates.set(summary.id, distillate)
  const drafted = toClaims(document.id, distillate.claims)
  if (skills.distiller.model !== null && !drafted.some(isProved) && (await hasClaims(context, document.id))) {
    throw new ReverieError('model-malformed', `${skills.distiller.model} proved no claim of ${document.path}.`, {
      hint: 'What was there before is kept.',
    })
  }
  await breathe(context)
  const { claims, rung } = keepFormerClaims(context, former, drafted)
  const isSame = rung !== 'redone'
  const headline = isSame && former !== null && rung === 'same-claims' ? former.headline : distillate.headline
  const asksTheSame = isSame && skills.generator.model !== null && former !== null && former.recipe === fileRecipe(skills)
  const drafts = asksTheSame ? null : await draftsOf(context, document, claims)
  const remembered = rung === 'redone' && context.isRemembered?.(distillate) === true
  return { ...read, headline, claims, rung: remembered ? 'same-prompt' : rung, drafts }
}

async function draftsOf({ skills, signal }: SleepContext, document: SkillDocument, claims: readonly Claim[]) {
  return (await skills.generator.generate({ document, claims }, { signal })).questions
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
