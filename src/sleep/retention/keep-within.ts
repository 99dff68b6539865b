import type { AskedText } from '../../ask/asked-text.ts'
import type { Random } from '../../spec/random.ts'
import { breathe } from '../breathe.ts'
import type { SleepContext } from '../sleep-context.ts'
import { boundLearned } from './bound-learned.ts'
import { boundLeavings } from './bound-leavings.ts'
import { boundMemos } from './bound-memos.ts'
import { type Eviction, evictBeyond } from './evict-beyond.ts'
import { keepLimits, type Retention } from './keep-limits.ts'
import { scrubAskedText } from './scrub-asked-text.ts'

/** What a scope keeps. */
export interface Keeping {
  /** Absent: the usual limits. */
  readonly retention?: Partial<Retention> | undefined
  /** What is kept of the words people asked; absent: all of them. */
  readonly asked?: { readonly text: AskedText; readonly random: Pick<Random, 'id'> }
}

/** The last step of a sleep: words that are not to be kept are scrubbed, and what is beyond the limits goes. The receipt says what and why. */
export async function keepWithin(
  context: Pick<SleepContext, 'store' | 'scope' | 'clock' | 'lease' | 'tally' | 'signal' | 'pause' | 'skills'>,
  { retention, asked }: Keeping,
): Promise<void> {
  const { store, scope, clock, lease: fence, tally } = context
  const between = () => breathe(context)
  if (asked !== undefined) {
    const { records, questions, keys } = await scrubAskedText(store, scope, { mode: asked.text, random: asked.random, fence, between })
    const why = asked.text === 'hashed' ? 'only a hash of what is asked is kept' : 'nothing of what is asked is kept'
    tally.skip(`records rewritten: ${why}`, records)
    tally.skip(`asked questions taken away: ${why}`, questions)
    tally.skip(`keys in askers' words taken away: ${why}`, keys)
  }
  const limits = keepLimits(retention)
  for (const eviction of await evictBeyond(store, scope, { clock, fence, limits, between }))
    tally.skip(told(eviction, limits), eviction.count)
  tally.skip(
    'predictions and yields evicted: long run out, or more than are kept',
    await boundLearned(store, scope, { now: clock.now(), fence }),
  )
  await between()
  const recipes = Object.values(context.skills).flatMap((skill) => ('recipe' in skill && skill.model !== null ? [skill.recipe] : []))
  const memos = await boundMemos(store, scope, { recipes, now: clock.now(), fence })
  tally.skip('remembered results evicted: no skill uses them, or more than are kept', memos)
  const left = await boundLeavings(store, scope, { now: clock.now(), fence })
  tally.skip('receipts evicted: the oldest', left.runs)
  tally.skip('failures forgotten: of long ago', left.quarantine)
  tally.skip('batched calls evicted: long used, or failed', left.batch_calls)
  tally.skip('speculations evicted: their questions are gone', left.speculations)
}

const names = { answers: 'prepared answers', keys: 'keys', questions: 'asked questions', records: 'records of asks' } as const
const least = { answers: 'worth least', keys: 'of the answers worth least', questions: 'asked seldom', records: 'the oldest' } as const

function told({ what, why }: Eviction, limits: Retention): string {
  const { count, days, megabytes } = limits[what]
  const reasons = {
    age: `not used for ${days} days`,
    count: `${least[what]} of more than ${count}`,
    size: `${least[what]} of more than ${megabytes} MB`,
  } as const
  return `${names[what]} evicted: ${reasons[why]}`
}
