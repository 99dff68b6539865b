import { type DocumentSummary, liveDocuments } from '../corpus/documents.ts'
import type { SyncReceipt } from '../corpus/sync-receipt.ts'
import type { Spend } from '../spec/answer.ts'
import { ReverieError } from '../spec/errors.ts'
import { policyDigest } from '../spec/policy.ts'
import { distilDocuments } from './distil-documents.ts'
import { distilGroups } from './distil-groups.ts'
import { embedOwed } from './embed-owed.ts'
import { owedQuestions } from './owed-questions.ts'
import { owedUnitCounts, owedUnitTexts } from './owed-units.ts'
import { prepareAnswers } from './prepare-answers.ts'
import { prepareLists } from './prepare-lists.ts'
import { breathe, type SleepContext, throwIfAborted } from './sleep-context.ts'
import { cutWaves } from './waves.ts'

/** How a sleep ended, beyond what its tally counted. */
export interface SleepOutcome {
  readonly stoppedBy: 'done' | 'budget' | 'aborted'
  readonly sync: SyncReceipt
  readonly spend: Spend
}

export interface SleepRun {
  readonly context: SleepContext
  /** Brings the corpus up to its sources; each document can be asked as soon as it is committed. */
  readonly sync: () => Promise<SyncReceipt>
  readonly maxQuestions: number
}

/**
 * The offline path: sync, distil and predict every changed document, then wave by wave embed, answer and verify, then
 * modules, topics, lists and whatever people asked and missed. Everything is committed as it is made; what is owed is
 * read from state, so a stopped sleep is simply continued by the next.
 */
export async function runSleep({ context, sync, maxQuestions }: SleepRun): Promise<SleepOutcome> {
  const receipt = await sync()
  const end = (stoppedBy: SleepOutcome['stoppedBy']): SleepOutcome => ({ stoppedBy, sync: receipt, spend: context.tally.spent })
  try {
    await prepareAll(context, maxQuestions)
    return end('done')
  } catch (cause) {
    if (cause instanceof ReverieError && cause.code === 'budget-refused') return end('budget')
    if (cause instanceof ReverieError && cause.code === 'aborted') return end('aborted')
    throw cause
  }
}

async function prepareAll(context: SleepContext, maxQuestions: number): Promise<void> {
  const { store, scope } = context
  const documents = await liveDocuments(store, scope)
  if (documents.length > 0) context.tally.nowAskable()
  const corpus = documents.reduce((latest, document) => Math.max(latest, document.revision), 0)
  const redone = await distilDocuments(context, documents)
  const asleep = new Set<string>()
  for (const wave of await wavesOf(context, documents)) {
    throwIfAborted(context.signal)
    await embedOwed(context, await owedUnitTexts(context, wave), 'passages')
    await context.view.refresh()
    const regions = new Set(wave.map((document) => document.path))
    const owed = await owedQuestions(context, policyDigest(context.policy), corpus)
    const chosen = owed.filter((question) => regions.has(question.region)).slice(0, Math.max(0, maxQuestions - asleep.size))
    for (const question of chosen) asleep.add(question.id)
    await prepareAnswers(context, chosen, corpus)
    await breathe()
  }
  await distilGroups(context, documents, redone)
  await prepareLists(context, documents)
  const rest = (await owedQuestions(context, policyDigest(context.policy), corpus)).filter(
    (question) => !asleep.has(question.id) && question.about.kind !== 'list',
  )
  const regions = new Set(documents.map((document) => document.path))
  await prepareAnswers(
    context,
    rest
      .filter((question) => question.about.kind === 'unknown' || regions.has(question.region))
      .slice(0, Math.max(0, maxQuestions - asleep.size)),
    corpus,
  )
}

async function wavesOf(context: SleepContext, documents: readonly DocumentSummary[]): Promise<readonly (readonly DocumentSummary[])[]> {
  const owed = await owedUnitCounts(context)
  return cutWaves(documents, (document) => owed.get(document.id) ?? 0)
}
