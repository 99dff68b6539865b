import { describe, expect, it } from 'vitest'
import { createHashingEmbedder } from '../../../src/testing/hashing-embedder.ts'
import { promptText } from '../../../src/testing/scripted-model.ts'
import type { Stream, StreamAsk } from '../streams/stream.ts'
import { accountOf, breakEvenAsks, simulatedLatency } from './account.ts'
import { isRight, outcomeOf } from './ask-outcome.ts'
import { moneyFigures, recurrence, recurring } from './figures.ts'
import { promptCached } from './prompt-cached.ts'
import { quotingModel, replyTo } from './quoting-model.ts'
import { reactiveCache } from './reactive-cache.ts'
import { replay } from './replay.ts'
import { errsOncePer, sameMeaningIn } from './same-meaning.ts'

const price = { input: 2, cachedInput: 0.2, output: 10 }
const minute = 60_000
const start = Date.UTC(2026, 0, 5, 9)

function ask(question: string, more: Partial<StreamAsk> = {}): StreamAsk {
  return { at: start, session: null, question, region: '', ...more }
}

const passage = (number: number, text: string) => `<<<F passage\nguide.md — Ports\n[${number}] ${text}\nF>>>`
const question = (text: string) => `<<<F question\n${text}\nF>>>`

describe('the quoting model', () => {
  const prompt = (text: string) => ({ prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }] })

  it('quotes what shares most words, sentence by sentence cited, and refuses what shares few', () => {
    const passages = [passage(1, 'Cats sleep. They purr.'), passage(2, 'The server listens on port 8080. Change it by PORT.')].join('\n')
    expect(replyTo(prompt(`${passages}\n${question('Which port does the server listen on?')}`))).toMatch(
      /^The server listens on port 8080 \[2\]\. Change it by PORT \[2\]\./,
    )
    expect(replyTo(prompt(`${passages}\n${question('Who won the cup in 1966?')}`))).toBe('NOT_ANSWERED')
  })

  it('judges two questions by meaning where it is known, else by words', () => {
    const stream: Stream = {
      name: 's',
      about: '',
      documents: [],
      asks: [
        ask('lost my card', { region: 'lost', gold: { answers: ['L-1'], meaning: 'lost' } }),
        ask('card is gone', { region: 'lost', gold: { answers: ['L-1'], meaning: 'lost' } }),
      ],
    }
    const reply = (name: string, match: object) => {
      const call = { ...prompt(`<<<F match\n${JSON.stringify(match)}\nF>>>`), responseFormat: { type: 'json' as const, name } }
      return JSON.parse(replyTo(call, sameMeaningIn(stream)))
    }
    const judge = (asked: string, preparedFor: string, answer = '') => reply('verdict', { asked, preparedFor, answer }).verdict
    expect(judge('card is gone', 'lost my card')).toBe('same')
    expect(judge('card is gone', 'order a new card')).toBe('different')
    expect(judge('how to order a new card', 'ordering new cards')).toBe('same')
    // What is none of the stream's is taken for what its answer is about.
    expect(judge('card is gone', 'what of cards that were lost', 'They are settled by L-1.')).toBe('same')
    const prepared = ['order a new card', 'lost my card'].map((preparedFor, at) => ({ number: at + 1, preparedFor, answer: '' }))
    expect(reply('choice', { asked: 'card is gone', prepared }).choice).toBe(2)
    expect(reply('choice', { asked: 'card is gone', prepared: prepared.slice(0, 1) }).choice).toBe(0)
  })

  it('judges by meaning wrongly now and then, the same pairs in every run', () => {
    const asks = Array.from({ length: 60 }, (_, at) => ask(`q${at}`, { region: 'r', gold: { answers: [], meaning: 'r' } }))
    const judge = sameMeaningIn({ name: 's', about: '', documents: [], asks })
    const wrong = () => asks.flatMap(({ question: one }) => asks.filter(({ question: other }) => judge(one, other, '') === false))
    expect(wrong().length / asks.length ** 2).toBeGreaterThan(0.5 / errsOncePer)
    expect(wrong().length / asks.length ** 2).toBeLessThan(2 / errsOncePer)
    expect(wrong()).toEqual(wrong())
  })

  it('gives the least that fits a schema it has no rule for, and reports what it used', async () => {
    const seen: unknown[] = []
    const model = quotingModel({ onCall: (output, tokens) => seen.push([output, tokens > 5]) })
    const schema = { type: 'object', properties: { items: { type: 'array' }, kind: { enum: ['a', 'none'] } } } as const
    const { content } = await model.doGenerate({ ...prompt('anything'), responseFormat: { type: 'json', name: 'new', schema } })
    expect(content).toEqual([{ type: 'text', text: '{"items":[],"kind":"none"}' }])
    expect(seen).toEqual([['new', true]])
    expect(promptText(prompt('x'))).toBe('x')
  })
})

describe('ways of answering', () => {
  const live = ['port?', 'the port?', 'colour?'].map((text, at) =>
    outcomeOf(ask(text, { gold: { answers: [at < 2 ? '8080' : 'red'], meaning: null } }), at < 2 ? 'It is 8080.' : 'red', {
      isHit: false,
      inputTokens: 1000,
      outputTokens: 100,
    }),
  )
  const vectors = [Int8Array.of(127, 0), Int8Array.of(120, 40), Int8Array.of(115, 53)]

  it('a reactive cache serves what is near, right or wrong', () => {
    const cached = reactiveCache(live, { vectors, bar: 0.9 })
    expect(cached.map(({ isHit, isRight: right, inputTokens }) => [isHit, right, inputTokens])).toEqual([
      [false, true, 1000],
      [true, true, 0],
      [true, false, 0],
    ])
    expect(reactiveCache(live, { vectors, bar: 0.999 }).some(({ isHit }) => isHit)).toBe(false)
  })

  it('adds up tokens, cost, latency and wrong hits', () => {
    const off = accountOf(live, live, { price })
    const on = accountOf(reactiveCache(live, { vectors, bar: 0.9 }), live, {
      price,
      sleep: { sleepInput: 500, sleepOutput: 0, sleepUsd: 0.0045 },
    })
    expect(off).toMatchObject({ testTokens: 3300, hits: 0, right: 3, judged: 3, sleepUsd: 0 })
    expect(off.testUsd).toBeCloseTo(0.009)
    expect(off.meanMs).toBe(simulatedLatency.hitMs + 500 + 50 + 1000)
    expect(on).toMatchObject({ testTokens: 1100, totalTokens: 1600, hits: 2, wrongHits: 1, lostHits: 1, wonHits: 0 })
    // $0.006 saved in 3 asks.
    expect(breakEvenAsks(on, off)).toBe(3)
    expect(breakEvenAsks({ ...on, testUsd: 1 }, off)).toBeNull()
    expect(breakEvenAsks({ ...on, sleepUsd: 0 }, off)).toBe(0)
  })

  it('reads a prompt from the cache while it is used and unchanged', async () => {
    const asks = [0, 10, 20, 200].map((at) => ({ ...live[0], ask: ask('port?', { at: start + at * minute }) }) as (typeof live)[number])
    const documents = [
      { id: 'a', text: 'one two three' },
      { id: 'b', text: 'four', at: start + 15 * minute },
    ]
    const cached = await promptCached({ name: 's', about: '', asks: [], documents }, asks)
    expect(cached?.map(({ cachedTokens }) => cachedTokens > 0)).toEqual([false, true, false, false])
    const many = [{ id: 'a', text: 'word '.repeat(250_000) }]
    expect(await promptCached({ name: 's', about: '', asks: [], documents: many }, asks)).toBeNull()
  })

  it('tells what recurs, and wants five times fewer tokens there, nothing spent elsewhere', () => {
    const gold = { answers: ['x'], meaning: 'm' }
    const again: Stream = { name: 'again', about: '', documents: [], asks: [ask('a', { gold }), ask('A '), ask('b', { gold }), ask('c')] }
    expect(recurring(again)).toEqual([false, true, true, false])
    const never: Stream = { ...again, name: 'never', asks: [ask('a'), ask('b')] }
    expect(recurrence(never)).toBe(0)
    const off = accountOf(live, live, { price })
    const on = { ...off, sleepUsd: 1 }
    const rest = { whole: 9, off, sleeps: 1, servable: 0, again: { off, on } }
    expect(moneyFigures(again, { 'sleep on': on }, rest).flatMap(({ met }) => met ?? [])).toEqual([false])
    expect(moneyFigures(never, { 'sleep on': on }, rest).flatMap(({ met }) => met ?? [])).toEqual([false])
    expect(moneyFigures(never, { 'sleep on': { ...on, sleepUsd: 0 } }, rest).flatMap(({ met }) => met ?? [])).toEqual([true])
  })

  it('knows a right answer', () => {
    expect(isRight('It is 8080.', undefined)).toBeNull()
    expect(isRight(null, { answers: [], meaning: null })).toBe(true)
    expect(isRight('It is 8080.', { answers: [], meaning: null })).toBe(false)
    expect(isRight('It is 8080.', { answers: ['8080'], meaning: null })).toBe(true)
  })
})

describe('a replay', () => {
  it('sleeps at night, puts and removes documents at their times, and serves again what was asked', async () => {
    const hour = 60 * minute
    const day = 24 * hour
    const stream: Stream = {
      name: 's',
      about: '',
      documents: [
        { id: 'port.md', text: '# Ports\n\nThe server listens on port 8080.\n', until: start + 2 * day - hour },
        { id: 'new.md', text: '# Ports\n\nThe server listens on port 9090.\n', at: start + 2 * day - hour },
      ],
      asks: [0, 1, 2].map((at) => ask('Which port does the server listen on?', { at: start + at * day })),
    }
    const { name, dimensions, model } = createHashingEmbedder()
    const common = { stream, model: { name: 'openai/gpt-6-sol', price }, embedder: { name, dimensions, model }, log: () => {} }
    const asleep = await replay({ ...common, mode: 'asleep' })
    expect(asleep.asks.map(({ text }) => /\d{4}/.exec(text ?? '')?.[0])).toEqual(['8080', '8080', '9090'])
    expect(asleep.asks[1]?.isHit).toBe(true)
    expect(asleep.sleeps).toBeGreaterThanOrEqual(2)
    const live = await replay({ ...common, mode: 'live' })
    expect(live.asks.map(({ isHit, inputTokens }) => [isHit, inputTokens > 0])).toEqual(new Array(3).fill([false, true]))
    expect(live.sleepInput).toBe(0)
  })
})
