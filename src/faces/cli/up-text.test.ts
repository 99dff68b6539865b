import { expect, it } from 'vitest'
import { noSpend } from '../../spec/ledger.ts'
import { sampleReceipt } from '../../testing/reverie-samples.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import type { SleepReceipt, UpEvent } from '../reverie.ts'
import { createStyle } from './style.ts'
import { upLine } from './up-text.ts'

const style = createStyle(createScriptedTerminal().stdout, {})
/** Without its time. */
const told = (event: UpEvent) => upLine(event, { style })?.slice('12:00:00 '.length) ?? null
const slept = (over: Partial<SleepReceipt>) =>
  told({ kind: 'slept', at: 0, receipt: sampleReceipt({ durationMs: 1_800, servable: 6, ...over }) })

it('tells of a sleep in one line, said once', () => {
  const made = { distillates: 2, entries: 1 }
  expect(slept({ produced: made })).toBe('slept 1.8 s: made 2 distillates, 1 entry; 6 prepared answers ready')
  expect(slept({ produced: {}, idle: true })).toBe('slept 1.8 s: nothing to do; 6 prepared answers ready')
  expect(told({ kind: 'state', at: 0, state: 'awake', why: 'done' })).toBeNull()
  expect(told({ kind: 'state', at: 0, state: 'asleep', why: 'nobody asked for 60 s' })).toBe('asleep: nobody asked for 60 s')
})

it('tells in it what failed, was withdrawn and was spent, and why it ended', () => {
  const failed = [
    { stage: 'distil', item: 'a.md', reason: 'HTTP 500' },
    { stage: 'distil', item: 'b.md', reason: 'HTTP 500' },
  ] as const
  const spend = { inputTokens: 900, outputTokens: 100, usd: 0.25 }
  expect(slept({ produced: { entries: 2 }, failed, withdrawn: 3, redone: 2, spend, stoppedBy: 'time' })).toBe(
    'slept 1.8 s, stopped when its time was over: made 2 entries; 3 answers withdrawn, 2 made again; 2 failed, such as a.md: HTTP 500; spent 1,000 tokens (900 in, 100 out), $0.25; 6 prepared answers ready',
  )
  expect(slept({ produced: {}, stoppedBy: 'budget' })).toContain('raise --budget')
  const worth = 'Nothing was worth doing: 3 questions are worth less than preparing costs.'
  expect(slept({ produced: {}, failed, worth })).toContain(
    'Nothing was worth doing: 3 questions are worth less than preparing costs; 2 failed',
  )
})

it('ends with what was done while it was up', () => {
  const down = { kind: 'down', at: 0, upMs: 725_000, slept: 3, idle: 1, failed: 0, prepared: 14, spend: noSpend } as const
  expect(told(down)).toBe('down after 12 min 5 s: slept 3 times (1 with nothing to do), 14 answers prepared, spent nothing')
  expect(told({ ...down, slept: 1, prepared: 0, failed: 2 })).toContain(
    'slept once with nothing to do, 2 sleeps failed, 0 answers prepared',
  )
  expect(told({ ...down, slept: 0, idle: 0 })).toContain('never slept')
})
