import { alikeDigest, type Entry } from '../cache/entry.ts'
import { withdrawnEfforts } from '../lineage/withdrawn-efforts.ts'
import type { PairJudge, PairVerdict } from '../preanswer/pair-judge.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import { ReverieError } from '../spec/errors.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { Reader } from '../spec/skills.ts'
import { breathe } from './breathe.ts'
import { countPair } from './effort-count.ts'
import { mostCompared, sampleMade } from './effort-sample.ts'
import type { PairOutcome } from './effort-test.ts'
import { evidenceUnits } from './prepare-question.ts'
import { type SleepContext, throwIfAborted } from './sleep-context.ts'

export interface CompareEffortsOptions {
  /** Answers as an ask would, and is not remembered from an earlier call: what is compared with must be made now. */
  readonly live: Reader
  readonly judge: PairJudge
  /** Pairs a sleep judges at most. Default 5. */
  readonly most?: number
  /** Epoch ms: answers made before are not compared. Default: when this sleep began. */
  readonly since?: number
}

export interface ComparedEfforts {
  readonly compared: number
  readonly withdrawn: number
  /** Why nothing was compared, or null. */
  readonly reason: string | null
}

/** A model that fails so often in a row is taken to be down. */
const mostFailures = 3

/**
 * Answers the questions of some prepared answers live, now that nobody waits, and has each pair judged both ways round: where
 * the two orders disagree the judge favours a position, and the pair is even. What is counted decides, by recipe, model and
 * effort, whether answers made so are worse than live ones; then all of them are withdrawn and no more are made so. Ends with the budget.
 */
export async function compareEfforts(context: SleepContext, options: CompareEffortsOptions): Promise<ComparedEfforts> {
  const { store, scope, tally } = context
  const { live, judge, most = mostCompared } = options
  if (context.skills.reader.model === null || live.model === null)
    return { compared: 0, withdrawn: 0, reason: 'answers quoted without a model are the same live' }
  const since = options.since ?? (await beganAt(context))
  const gone = await withdrawnEfforts(store.read, scope)
  const sample = (await sampleMade(context, most, since)).filter((entry) => gone.reason(entry) === null)
  if (sample.length === 0) return { compared: 0, withdrawn: 0, reason: 'no answer of this sleep is to be compared' }
  await context.view.refresh()
  const done = { compared: 0, withdrawn: 0 }
  const withdrawn = new Set<string>()
  let failures = 0
  for (const [at, entry] of sample.entries()) {
    await breathe(context)
    const made = `${entry.recipe}\n${entry.model}\n${entry.effort}`
    if (withdrawn.has(made)) continue
    tally.progress('verify', at, sample.length, entry.questionText)
    try {
      const outcome = await comparePair(context, entry, { live, judge })
      failures = 0
      if (outcome === null) continue
      done.compared += 1
      tally.make('effort comparisons')
      const reason = await countPair(context, entry, outcome)
      if (reason === null) continue
      withdrawn.add(made)
      done.withdrawn += 1
      tally.make('withdrawn efforts')
    } catch (cause) {
      throwIfAborted(context.signal)
      if (!(cause instanceof ReverieError) || cause.code === 'lease-held') throw cause
      if (cause.code === 'budget-refused') {
        tally.skip('comparisons with live beyond the budget', sample.length - at)
        break
      }
      if (cause.code === 'parked') {
        tally.park()
        continue
      }
      tally.fail('verify', entry.questionText, cause.message)
      failures += 1
      if (failures >= mostFailures) break
    }
  }
  return { ...done, reason: null }
}

/** Null where nothing can be said: live finds no answer, or no model may see it. */
async function comparePair(
  context: SleepContext,
  entry: Entry,
  { live, judge }: Pick<CompareEffortsOptions, 'live' | 'judge'>,
): Promise<PairOutcome | null> {
  const { store, scope, embedder, signal, policy } = context
  const { questionText: question, region } = entry
  const key = keyVectorDigest(question)
  const known = (await storedVectors(store.read, scope, embedder.name, [key])).get(key)
  const vector = known ?? (await embedder.embedQuestion(question, signal === undefined ? {} : { signal }))
  const evidence = await context.view.search({ question, vector, limit: evidenceUnits })
  const reading = await live.read({ question, evidence, policy, region }, { signal })
  if (reading.kind === 'none' || reading.spend.inputTokens === 0) return null
  const now = reading.body
  if (now.text.trim() === entry.body.text.trim() && alikeDigest(now) === entry.alike) return 'even'
  const pair = { question, evidence, region }
  const forth = decided(await judge.judgePair({ ...pair, first: entry.body, second: now }, { signal }))
  if (forth === 'unsure') return null
  const back = decided(await judge.judgePair({ ...pair, first: now, second: entry.body }, { signal }))
  if (back === 'unsure') return null
  if (forth === 'first' && back === 'second') return 'better'
  if (forth === 'second' && back === 'first') return 'worse'
  return 'even'
}

function decided({ kind, failure }: PairVerdict): PairVerdict['kind'] {
  if (failure !== undefined) throw failure
  return kind
}

async function beganAt({ store, scope, run, clock }: SleepContext): Promise<number> {
  const row = await store.read.selectFrom('runs').select('started_at').where('scope', '=', scope).where('run', '=', run).executeTakeFirst()
  return row?.started_at ?? clock.now()
}
