import { describe, expect, it } from 'vitest'
import { sampleReceipt } from '../../testing/reverie-samples.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import type { BalanceView, EconomyView, PlanRegionView, PlanView } from '../reverie.ts'
import { economyLines } from './economy-text.ts'
import { planLines } from './plan-text.ts'
import { sleepReceiptLines } from './sleep-receipt.ts'
import { createStyle } from './style.ts'

const style = createStyle(createScriptedTerminal().stdout, {})
const none = { tokens: 0, seconds: 0, usd: 0 }

const region: PlanRegionView = {
  ...{ region: 'docs/a-rather-long-folder-name/limits-of-jobs.md', documents: 1, questions: 14, levels: { answer: 2 } },
  ...{ expectedAsks: 3.26, saving: none, calls: 30, tokens: 21_000, usd: 0.012, net: -0.003, why: 'changed' },
}

const plan: PlanView = {
  ...{ documents: { toRead: 3, toDistil: 2 }, questions: { planned: 24, owed: 18 }, keys: { answers: 42 } },
  ...{
    calls: 61,
    tokens: 88_412,
    usd: 0.1412,
    cap: { tokens: 200_000, usd: 1 },
    regions: [region, { ...region, region: '', usd: null, net: null }],
  },
  worth: { expectedAsks: 11.4, saving: { tokens: 21_700, seconds: 34, usd: 0.06 }, net: 0.021, isLearned: true },
  skipped: [
    { reason: 'worth less than preparing them would cost', count: 1_204 },
    { reason: 'worth preparing, and more than the budget allows', count: 3 },
  ],
  ...{
    nothing: null,
    cheaper: { at: Date.UTC(2026, 10, 23, 16, 30), factor: 0.5 },
    note: 'An estimate from sizes; the cap is what holds.',
  },
}

function fits(lines: readonly string[]): readonly string[] {
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80)
  return lines
}

describe('a plan in 80 columns', () => {
  it('tells the work, its price and what it should save, region by region', () => {
    expect(fits(planLines(plan, 80, style))).toMatchSnapshot()
  })

  it('has rows that add up, with what is for the whole corpus told in full', () => {
    const regions = Array.from({ length: 20 }, (_, at) => ({ ...region, region: `docs/${at}.md`, usd: 0.01, questions: 1 }))
    const why = '14 folders and topics distilled, questions over 8 folders and topics, other wordings of 40 answers'
    const lines = fits(planLines({ ...plan, regions: [...regions, { ...region, region: '(whole corpus)', usd: 0.3, why }] }, 80, style))
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(why)
    expect(lines.find((line) => line.startsWith('(6 more)'))).toMatch(/ 6 .*\$0\.060/)
    expect(lines.find((line) => line.startsWith('(whole corpus)'))).toContain('$0.30')
    expect(lines).toContain('(--json lists the others)')
  })

  it('says that nothing is worth doing, and what would change it', () => {
    const worth = { expectedAsks: 0, saving: none, net: 0, isLearned: true }
    const idle = {
      ...plan,
      calls: 0,
      tokens: 0,
      usd: 0,
      regions: [],
      skipped: [],
      cheaper: null,
      worth,
      questions: { planned: 0, owed: 0 },
    }
    const nothing = 'Nothing is worth doing: 8 owed questions are worth less than preparing costs; a question would have to be 62 % likely.'
    const lines = planLines({ ...idle, documents: { toRead: 0, toDistil: 0 }, nothing }, 80, style)
    expect(lines[0]).toBe(nothing)
    expect(lines.join('\n')).toContain('nothing: no model would be called')
  })

  it('counts tokens where no price is known', () => {
    const text = planLines({ ...plan, usd: null, worth: { ...plan.worth, net: null, isLearned: false } }, 80, style).join('\n')
    expect(text).toContain('price unknown')
    expect(text.replace(/\s+/g, ' ')).toContain('(a guess: too little was asked yet)')
  })
})

describe('a receipt in 80 columns', () => {
  it('tells what was weighed, chosen and left', () => {
    const skipped = [{ reason: 'worth less than preparing them would cost', count: 60 }]
    const weighed = { considered: 100, prepared: { answer: 30, evidence: 10 }, skipped, value: 0.02 }
    const lines = sleepReceiptLines(sampleReceipt({ plan: weighed, worth: '30 of 100 questions were worth a model call.' }), 80, style)
    const from = lines.findIndex((line) => line.includes('planned'))
    expect(fits(lines.slice(from, from + 4))).toMatchSnapshot()
  })

  it('says plainly that nothing was worth doing', () => {
    const worth = 'Nothing was worth doing: 3 questions owed are worth less than preparing costs.'
    const lines = sleepReceiptLines(sampleReceipt({ idle: true, produced: {}, skipped: [], worth }), 80, style)
    expect(lines.slice(0, 2)).toEqual([worth, 'As it was: 85 documents unchanged, 380 prepared answers ready (2 min 14 s).'])
    expect(sleepReceiptLines(sampleReceipt({ idle: true }), 80, style)[0]).toMatch(/^Nothing to do: /)
  })
})

describe('whether it pays, in 80 columns', () => {
  const balance: BalanceView = {
    ...{ asks: 120, hits: 90, spent: { tokens: 210_400, usd: 0.31 }, saved: { tokens: 260_000, usd: 0.4, seconds: 240 } },
    net: { tokens: 49_600, usd: 0.33 },
  }
  const view: EconomyView = {
    ...{ recent: balance, ever: { ...balance, net: { tokens: -2_000, usd: -0.004 } } },
    predictors: [{ predictor: 'model', spent: balance.spent, saved: balance.saved, share: 0.42, why: '' }],
    breakEven: { asks: 12, text: "at today's rate it pays back after 12 more asks" },
    wasted: { count: 12, tokens: 20_200, usd: 0.02 },
    advice: { verdict: 'go-on', text: 'go on: each dollar spent asleep saved 1.29 in the last 30 days' },
  }
  it('tells spent, saved, net, waste and advice', () => {
    expect(fits(economyLines(view, true, 80))).toMatchSnapshot()
  })

  it('tells tokens where a price is unknown', () => {
    const unpriced = { ...balance, spent: { tokens: 10, usd: null }, net: { tokens: 5, usd: null } }
    const text = economyLines({ ...view, recent: unpriced, wasted: { count: 0, tokens: 0, usd: 0 } }, true, 80).join('\n')
    expect(text).toContain('10 tokens')
    expect(text).toContain('nothing: no question was prepared in vain')
  })
})
