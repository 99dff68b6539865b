import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createScriptedModel, promptText } from '../../src/testing/scripted-model.ts'
import { measurement } from './bench.ts'
import { cellsOf, paperFigures } from './figures.ts'
import { measurePaper, type PaperOptions } from './measure-paper.ts'
import { isCorrect, numberIn } from './problem.ts'
import { verbosityLevels } from './prompts.ts'

const data = mkdtempSync(join(tmpdir(), 'reverie-paper-test-'))
const count = 6
mkdirSync(join(data, 'stateful'))
writeFileSync(
  join(data, 'stateful', 'gsm8k-split.jsonl'),
  Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      id: `p${at}`,
      context: `A box holds ${at + 2} pens. There are 3 boxes.`,
      question: 'How many pens?',
      answer: `${(at + 2) * 3}`,
    }),
  ).join('\n'),
)
afterAll(() => rmSync(data, { recursive: true }))

/** Works the product out asleep; awake it reads it off, or works it out where it may reason. */
function pensModel(written = 50) {
  return createScriptedModel((options) => {
    const text = promptText(options)
    const pens = Number(/holds (\d+) pens/.exec(text)?.[1] ?? 0)
    if (!text.includes('The question:')) return { text: `Together ${pens * 3} pens.`, usage: { inputTokens: 100, outputTokens: written } }
    const known = /Together (\d+) pens/.exec(text)?.[1]
    const reasons = /step by step/.test(text)
    const answer = known ?? (reasons ? `${pens * 3}` : '1')
    return { text: `… Answer: ${answer}`, usage: { inputTokens: 40, outputTokens: reasons ? 160 : 10 } }
  })
}

function options(more: Partial<PaperOptions> = {}): PaperOptions & { readonly scripted: ReturnType<typeof pensModel> } {
  const scripted = pensModel()
  return {
    data,
    model: { name: 'openai/gpt-6-sol', model: scripted, price: { input: 2, output: 10 }, maxPromptTokens: 60_000 },
    scripted,
    levels: verbosityLevels,
    usd: 5,
    tokens: null,
    problems: count,
    yes: true,
    log: () => {},
    ...more,
  }
}

interface Detail {
  readonly runs: Parameters<typeof cellsOf>[0]
}

describe('the protocol of "Sleep-time Compute"', () => {
  it('thinks once a context without its question, then asks at every level with and without that', async () => {
    const given = options()
    const { figures, detail } = await measurePaper(given)
    expect(given.scripted.calls).toHaveLength(count * (1 + 2 * verbosityLevels.length))
    const sleeping = given.scripted.calls.filter((call) => !promptText(call).includes('The question:'))
    expect(sleeping).toHaveLength(count)
    expect(sleeping.every((call) => !promptText(call).includes('How many pens?'))).toBe(true)
    const cells = cellsOf((detail as Detail).runs)
    expect(cells.filter((cell) => cell.isSlept).every((cell) => cell.accuracy === 1)).toBe(true)
    expect(cells.filter((cell) => !cell.isSlept).map((cell) => cell.accuracy)).toEqual([0, 0, 0, 1, 1])
    expect(cells.map((cell) => cell.testTokens)).toEqual([50, 50, 50, 50, 50, 50, 200, 200, 200, 200])
    const named = (part: string) => figures.find(({ name }) => name.includes(part))?.value
    expect(named('of "not slept, step by step" with the sleeping pass')).toContain('4.00 ×')
    expect(named('tokens of the sleeping pass')).toBe(150)
    // 150 / 5 + 10 × 50 against 10 × 200.
    expect(named('where 5 share a context')).toBe('530 slept, 2000 not slept')
    expect(named('where 1 share a context')).toBe('650 slept, 2000 not slept')
  })

  it('stops at the cap with whole problems, and never passes it', async () => {
    // Reserved are $0.03 for each sleeping pass, used $0.02: of $0.06 the third is refused.
    const scripted = pensModel(2000)
    const given = options({ usd: 0.06 })
    const model = { ...given.model, model: scripted }
    const { figures, notes, detail } = await measurePaper({ ...given, model, levels: verbosityLevels.slice(0, 1) })
    const { runs } = detail as Detail
    expect(runs).toHaveLength(2)
    expect(runs.every((run) => run.trials.length === 2)).toBe(true)
    expect(notes.join(' ')).toContain('stopped early')
    expect(figures[0]?.value).toBe(`2 of ${count}`)
    expect(scripted.calls).toHaveLength(6)
  })

  it('sends nothing before the estimate is agreed to, above the cap, or where dollars cannot be counted', async () => {
    const unpriced = options().model
    for (const more of [{ yes: false }, { usd: 0.001 }, { tokens: 100 }, { model: { ...unpriced, price: null } }]) {
      const given = options(more)
      const { figures, notes } = await measurePaper(given)
      expect(figures.map(({ value }) => value)).toEqual([null])
      expect(notes[0]).toContain('it did not run')
      expect(notes[1]).toMatch(/6 problems are 66 calls to openai\/gpt-6-sol: about \d+ tokens/)
      expect(given.scripted.calls).toEqual([])
    }
  })

  it('says that it did not run without a model or a cap, and why', async () => {
    const run = (words: readonly string[]) => measurement.run({ data, words, log: () => {} })
    expect((await run([])).notes).toEqual(['it did not run: no model was named; it needs one: --model openai/… --usd 5'])
    expect((await run(['--model', 'openai/gpt-6-sol'])).notes[0]).toContain('no cap was given')
    expect((await run(['--model', 'nobody/x', '--usd', '5'])).notes[0]).toContain('it did not run')
    await expect(run(['--model', 'openai/gpt-6-sol', '--usd', 'five'])).rejects.toThrow('found "five"')
  })
})

describe('scoring', () => {
  it('takes the stated answer, else the last number', () => {
    expect(numberIn('3 * 4 = 12\nAnswer: 1,234')).toBe(1234)
    expect(numberIn('First 3, then 5 pens.')).toBe(5)
    expect(numberIn('Answer: $-2.50')).toBe(-2.5)
    expect(numberIn('none')).toBeNull()
    expect(isCorrect('Answer: 16.0', '16')).toBe(true)
    expect(isCorrect('Answer: 61', '16')).toBe(false)
  })

  it('has no figures of nothing', () => {
    expect(paperFigures([])).toEqual([])
  })
})
