import { speculatedEvidenceJson } from '../../ask/speculated-evidence.ts'
import { blocksFor, isBlocked } from '../../cache/labels/blocks.ts'
import { corpusRevision } from '../../corpus/corpus-revision.ts'
import { attributed } from '../../ledger/attribution.ts'
import { roundTripPassages } from '../../lineage/watches/make-watch.ts'
import { comesBack } from '../../preanswer/comes-back.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import { ReverieError } from '../../spec/errors.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import { policyDigest } from '../../spec/policy.ts'
import { breathe } from '../breathe.ts'
import { withdrawnReason } from '../effort-withdrawn.ts'
import { embedOwed } from '../embed-owed.ts'
import { type FailedItem, noteFailure } from '../note-failure.ts'
import type { OwedQuestion } from '../owed-questions.ts'
import { owedUnitCounts } from '../owed-units.ts'
import { commitPrepared, madeFor, prepareAnswers } from '../prepare-answers.ts'
import { entryOf, evidenceUnits, type Prepared, passagesOf, restsOn } from '../prepare-question.ts'
import { isQuarantined } from '../quarantine.ts'
import { commit, type SleepContext } from '../sleep-context.ts'
import { workThrough } from '../work-through.ts'
import type { Level } from './choose-level.ts'
import { promoteDrafts } from './promote-drafts.ts'
import { dropSpeculationsStatement, loadStanding, speculationStatement } from './speculations-table.ts'

/** A question and how far it is to be prepared. */
export interface ToPrepare {
  readonly question: OwedQuestion
  readonly level: Level
}

const batch = 32

/**
 * Prepares each question as far as planned: what costs no call first, so that a spent budget does not keep it from being
 * done, then drafts and answers in the order given. What stands already is left as it is; the same plan again writes nothing.
 */
export async function prepareAtLevel(context: SleepContext, planned: readonly ToPrepare[], corpus: number): Promise<void> {
  const standing = await loadStanding(context.store.read, context.scope, policyDigest(context.policy))
  const due = planned.filter(({ question, level }) => level === 3 || level > (standing.get(question.id)?.level ?? -1))
  const free = due.filter(({ level }) => level < 2)
  for (let at = 0; at < free.length; at += batch) await speculate(context, free.slice(at, at + batch))
  for (const [level, run] of stretches(
    due.filter(({ level }) => level >= 2),
    ({ level }) => level,
  )) {
    const questions = run.map(({ question }) => question)
    if (level === 2) await draft(context, questions)
    else {
      const isDrafted = ({ id }: OwedQuestion): boolean => standing.get(id)?.level === 2 && standing.get(id)?.isContinued === true
      // In the order given, drafts among them: what is left of a budget goes to the first.
      for (const [drafted, some] of stretches(questions, isDrafted)) await (drafted ? promoteDrafts : prepareAnswers)(context, some, corpus)
      const speculated = questions.filter((question) => standing.has(question.id)).map((question) => question.id)
      if (speculated.length > 0) await commit(context, dropped(context, speculated))
    }
  }
  context.tally.progress('pre-answer', planned.length, planned.length)
}

/** Items in their order, those that follow each other and agree together. */
function stretches<Item, Kind>(items: readonly Item[], kindOf: (item: Item) => Kind): readonly (readonly [Kind, readonly Item[]])[] {
  const runs: (readonly [Kind, Item[]])[] = []
  for (const item of items) {
    const last = runs.at(-1)
    const kind = kindOf(item)
    if (last !== undefined && last[0] === kind) last[1].push(item)
    else runs.push([kind, [item]])
  }
  return runs
}

function dropped({ store, scope, policy }: SleepContext, questions: readonly string[]) {
  const statements = []
  for (let at = 0; at < questions.length; at += 400)
    statements.push(dropSpeculationsStatement(store.read, scope, policyDigest(policy), questions.slice(at, at + 400)))
  return statements
}

/** Levels 0 and 1: vectors, and what a search finds with them. */
async function speculate(context: SleepContext, planned: readonly ToPrepare[]): Promise<void> {
  await breathe(context)
  const { store, scope, clock } = context
  const questions = planned.map(({ question }) => question)
  const vectors = await vectorsOf(context, questions)
  const revision = await corpusRevision(store.read, scope)
  // Evidence found while vectors of passages are owed would be other evidence once they are there.
  const isWhole = (await owedUnitCounts(context)).size === 0
  const statements = []
  for (const { question, level } of planned) {
    const vector = vectors.get(keyVectorDigest(question.text)) ?? null
    const found =
      level === 1 && isWhole && vector !== null
        ? await context.view.search({ question: question.text, vector, limit: evidenceUnits })
        : null
    const speculation = { scope, policy: policyDigest(context.policy), question: question.id, revision, madeAt: clock.now() }
    const reached = found === null ? 0 : 1
    const searched = { embedder: context.embedder.name, passages: context.view.passageCount }
    const evidence = found === null ? null : speculatedEvidenceJson(found, searched)
    statements.push(speculationStatement(store.read, { ...speculation, level: reached, evidence }))
    context.tally.make(reached === 0 ? 'question vectors' : 'evidence')
    await breathe(context)
  }
  await commit(context, statements)
}

/** Level 2: read, not verified; served in the same words alone, until a later sleep verifies it. */
async function draft(context: SleepContext, questions: readonly OwedQuestion[]): Promise<void> {
  const withdrawn = await withdrawnReason(context)
  if (withdrawn !== null) return context.tally.skip(withdrawn, questions.length)
  for (let at = 0; at < questions.length; at += batch) {
    await breathe(context)
    // A draft never takes the place of what is verified.
    const slice = questions.slice(at, at + batch).filter((question) => !question.isServed)
    const vectors = await vectorsOf(context, slice)
    const { finished, stopped } = await workThrough(context, slice, (question) =>
      attributed(madeFor(question), () => draftOne(context, question, vectors.get(keyVectorDigest(question.text)) ?? null)),
    )
    await commitPrepared(
      context,
      finished.filter((one) => one !== null),
    )
    if (stopped !== null) throw stopped
  }
}

async function draftOne(context: SleepContext, question: OwedQuestion, vector: Int8Array | null): Promise<Prepared | null> {
  const input = keyVectorDigest(question.text)
  const item: FailedItem = { stage: 'pre-answer', id: question.id, name: question.text, input }
  if (await isQuarantined(context, item.id, item.stage, input)) return null
  const evidence = await context.view.search({ question: question.text, vector, limit: evidenceUnits })
  if (question.about.kind === 'claim' && !comesBack(evidence, passagesOf(question, []), roundTripPassages))
    return { kind: 'skipped', question, reason: 'retrieval does not bring its passage back' }
  const request = { question: question.text, evidence, policy: context.policy, region: question.region }
  try {
    const reading = await context.skills.reader.read(request, { signal: context.signal })
    if (reading.kind === 'none') return { kind: 'skipped', question, reason: 'the reader does not find the answer' }
    const promptTokens = await context.countPromptTokens(request)
    const effort = vector === null ? 'lexical' : 'hybrid'
    const made = entryOf(context, question, reading.body, { effort, verdict: 'not verified yet', spend: reading.spend, promptTokens })
    const entry = { ...made, status: 'candidate' as const }
    if (isBlocked(await blocksFor(context.store.read, context.scope, question.text), entry))
      return { kind: 'skipped', question, reason: 'its answer was said to be wrong' }
    return { kind: 'entry', entry, ...restsOn(context, entry, { hasVector: vector !== null, isRoundTrip: false, evidence }) }
  } catch (cause) {
    if (!(cause instanceof ReverieError) || !modelFaults.has(cause.code)) throw cause
    await noteFailure(context, item, cause)
    return null
  }
}

const modelFaults: ReadonlySet<string> = new Set(['bad-argument', 'model-failed', 'model-malformed', 'parked'])

async function vectorsOf(context: SleepContext, questions: readonly OwedQuestion[]): Promise<ReadonlyMap<string, Int8Array>> {
  const wanted = questions.map(({ text }) => ({ digest: keyVectorDigest(text), text }))
  await embedOwed(context, wanted, 'questions')
  return storedVectors(
    context.store.read,
    context.scope,
    context.embedder.name,
    wanted.map((one) => one.digest),
  )
}
