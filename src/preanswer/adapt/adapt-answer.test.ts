import { describe, expect, it } from 'vitest'
import type { Quote } from '../../spec/claim.ts'
import { noSpend } from '../../spec/ledger.ts'
import type { ScoredUnit, SkillPassage, Verifier } from '../../spec/skills.ts'
import { sampleEvidence, samplePassage } from '../../testing/skill-samples.ts'
import { createExtractiveVerifier } from '../extractive-verifier.ts'
import { type AdaptInput, adaptAnswer } from './adapt-answer.ts'
import type { MatchedPart, NearAnswer } from './adaptation.ts'

/** Evidence as retrieval gives it; the unit that holds `best` is the nearest by meaning. */
function retrieved(passages: readonly SkillPassage[], best: string, title = 'Queue'): readonly ScoredUnit[] {
  const units = sampleEvidence('docs/queue.md', passages, title).map((unit) => ({
    ...unit,
    cosine: unit.text.includes(best) ? 0.85 : 0.3,
    passageUnits: passages.find(({ id }) => id === unit.passage)?.units ?? [],
  }))
  return units.toSorted((one, other) => other.cosine - one.cosine)
}

function quoteOf(passage: SkillPassage, text: string): Quote {
  const start = passage.text.indexOf(text)
  return { passage: passage.id, version: passage.version, start, end: start + text.length, text }
}

function near(id: string, preparedFor: string, quotes: readonly Quote[], shape: 'quotation' | 'list' = 'quotation'): NearAnswer {
  return { id, preparedFor, similarity: 0.8, body: { shape, text: quotes.map(({ text }) => text).join('\n'), quotes, notes: [] } }
}

function adapt(input: Partial<AdaptInput> & Pick<AdaptInput, 'question'>) {
  return adaptAnswer({
    candidates: [],
    live: [],
    verifier: createExtractiveVerifier(),
    editor: null,
    matchPart: async () => null,
    ...input,
  })
}

const limits = samplePassage(
  'limits',
  'A failed job is tried again three times with growing pauses. A job of the queue may run for at most 15 minutes. Finished jobs are kept for a week in the archive.',
  ['Limits of a job'],
)
const allLimits = near('limits', 'What are the limits of a job of the queue?', [quoteOf(limits, limits.text)])

describe('a question about a part of a longer answer', () => {
  it('is answered by the sentence that answers it, word for word', async () => {
    const question = 'For how many minutes may a job of the queue run at most?'
    const adapted = await adapt({ question, candidates: [allLimits], live: retrieved([limits], '15 minutes') })
    expect(adapted).toMatchObject({
      kind: 'adapted',
      body: { shape: 'quotation', text: 'A job of the queue may run for at most 15 minutes.' },
      change: { kind: 'sub-question', what: expect.stringContaining('narrowed to one sentence') },
    })
    if (adapted.kind !== 'adapted') throw new Error('adapted')
    for (const quote of adapted.body.quotes) expect(limits.text.slice(quote.start, quote.end)).toBe(quote.text)
    expect(adapted.body.notes).toEqual([adapted.change.what])
  })

  it.each([
    ['a word that nothing there says', 'How many minutes may a job of the queue run at most in Berlin?', 'berlin'],
    ['the opposite bound', 'How many minutes must a job of the queue run at least?', 'minimum|at least|say|answer'],
    ['another number', 'May a job of the queue run for at most 30 minutes?', 'the quotation does not'],
  ])('is left to live where it asks %s', async (_, question, why) => {
    const adapted = await adapt({ question, candidates: [allLimits], live: retrieved([limits], '15 minutes') })
    expect(adapted.kind).toBe('none')
    if (adapted.kind === 'none') expect(adapted.reason).toMatch(new RegExp(why, 'i'))
  })

  it('is left to live where another passage answers it better, or the whole answer would be left', async () => {
    const question = 'For how many minutes may a job of the queue run at most?'
    const other = samplePassage('other', 'For at most 20 minutes may a job of the queue run.', ['Limits of a job'])
    expect(await adapt({ question, candidates: [allLimits], live: retrieved([limits, other], '20 minutes') })).toMatchObject({
      kind: 'none',
      reason: 'another passage answers it better',
    })
    const only = near('only', 'How long may a job run?', [quoteOf(limits, 'A job of the queue may run for at most 15 minutes.')])
    expect(await adapt({ question, candidates: [only], live: retrieved([limits], '15 minutes') })).toMatchObject({ kind: 'none' })
  })

  it.each([
    ['What is the refund window?'],
    ['How long is the refund window?'],
  ])('is left to live where another value holds elsewhere: %s', async (question) => {
    const consumers = samplePassage('consumers', 'The refund window is 14 days. Refunds go to the card that was used.', ['Consumers'])
    const business = samplePassage('business', 'The refund window is 30 days. Refunds go to the account.', ['Business'])
    const prepared = near('refunds', 'What are the rules of the refund window and of refunds?', [
      quoteOf(consumers, consumers.text),
      quoteOf(business, business.text),
    ])
    expect(await adapt({ question, candidates: [prepared], live: retrieved([consumers, business], 'window', 'Refunds') })).toMatchObject({
      kind: 'none',
      reason: 'another value holds elsewhere',
    })
  })

  it('is left to live where the part tells only what was prepared for beyond it', async () => {
    const text = 'Show the total response time of the queue. The default of the `total` option is `true`.'
    const passage = samplePassage('total', text, ['total: `boolean`'])
    const prepared = near('total', 'What is the default of the `total` option of the queue?', [quoteOf(passage, text)])
    const live = retrieved([passage], 'The default')
    expect(await adapt({ question: 'What does the `total` option of the queue do?', candidates: [prepared], live })).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('tells what was prepared for'),
    })
  })

  it('is left to live where a word of the same letters stands for the name in code', async () => {
    const items = ['- `allowed`: the header values that the queue accepts', '- `limit`: how many jobs the queue holds']
    const base = samplePassage('items', items.join('\n'), ['Options of the queue'])
    const units = items.map((text) => ({ start: base.text.indexOf(text), end: base.text.indexOf(text) + text.length, text }))
    const passage: SkillPassage = { ...base, kind: 'list', units }
    const all = near(
      'all',
      'What options does the queue take?',
      items.map((text) => quoteOf(passage, text)),
      'list',
    )
    const live = retrieved([passage], 'header')
    expect(await adapt({ question: 'What is the `header` option of the queue for?', candidates: [all], live })).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('header'),
    })
    expect(
      await adapt({ question: 'What is the `allowed` option of the queue for?', candidates: [all], live: retrieved([passage], 'header') }),
    ).toMatchObject({ kind: 'adapted', body: { text: items[0] } })
  })

  it('is left to live where the verifier is not sure', async () => {
    const unsure: Verifier = {
      ...createExtractiveVerifier(),
      judgeAnswer: async () => ({ kind: 'unsure', reason: 'cannot tell', spend: noSpend }),
    }
    const question = 'For how many minutes may a job of the queue run at most?'
    const adapted = await adapt({ question, candidates: [allLimits], live: retrieved([limits], '15 minutes'), verifier: unsure })
    expect(adapted).toMatchObject({ kind: 'none', reason: 'unsure: cannot tell' })
  })
})

const rows: SkillPassage = {
  ...samplePassage(
    'rows',
    '- `retries`: how often a failed job is tried again (default 3)\n- `pause`: seconds between two tries of a failed job (default 5)',
  ),
  kind: 'list',
  place: ['Options of the queue'],
}
const options: SkillPassage = {
  ...rows,
  units: rows.text.split('\n').map((line) => ({ start: rows.text.indexOf(line), end: rows.text.indexOf(line) + line.length, text: line })),
}
const retries = near('retries', 'What does the `retries` option of the queue do?', [quoteOf(options, options.text.split('\n')[0] ?? '')])

describe('the same question about a sibling', () => {
  it('is answered by the entry of the same list', async () => {
    const question = 'What does the `pause` option of the queue do?'
    expect(await adapt({ question, candidates: [retries], live: retrieved([options], '`pause`') })).toMatchObject({
      kind: 'adapted',
      body: { text: expect.stringContaining('`pause`: seconds between two tries') },
      change: { kind: 'other-parameter', what: expect.stringContaining('`pause`') },
    })
  })

  it('is left to live where its own evidence does not state it, or only speaks of it', async () => {
    expect(
      await adapt({
        question: 'What does the `limit` option of the queue do?',
        candidates: [retries],
        live: retrieved([options], '`pause`'),
      }),
    ).toMatchObject({ kind: 'none' })
    const text = 'The `retries` option of the queue says how often a job is tried again. Beware of `pause` when the disk is slow.'
    const prose = samplePassage('prose', text, ['Options of the queue'])
    const told = near('told', 'What does the `retries` option of the queue do?', [quoteOf(prose, prose.units[0]?.text ?? '')])
    expect(
      await adapt({ question: 'What does the `pause` option of the queue do?', candidates: [told], live: retrieved([prose], '`pause`') }),
    ).toMatchObject({ kind: 'none' })
  })

  it('is answered by a sentence of the same frame', async () => {
    const text = 'In version 3 the queue holds at most 500 waiting jobs. In version 4 the queue holds at most 900 waiting jobs.'
    const versions = samplePassage('versions', text, ['Capacity of the queue'])
    const three = near('three', 'How many waiting jobs does the queue hold in version 3?', [
      quoteOf(versions, versions.units[0]?.text ?? ''),
    ])
    const live = retrieved([versions], 'version 4')
    expect(await adapt({ question: 'How many waiting jobs does the queue hold in version 4?', candidates: [three], live })).toMatchObject({
      kind: 'adapted',
      body: { text: 'In version 4 the queue holds at most 900 waiting jobs.' },
      change: { kind: 'other-parameter' },
    })
    expect(await adapt({ question: 'How many waiting jobs does the queue hold in version 5?', candidates: [three], live })).toMatchObject({
      kind: 'none',
    })
  })
})

const stop = samplePassage('stop', 'Stop the worker of the queue with the command lantern stop.', ['Worker'])
const backup = samplePassage('backup', 'Copy the queue file while the worker is stopped to make a backup.', ['Backups'])
const parts: Readonly<Record<string, MatchedPart>> = {
  'How do I stop the worker of the queue?': {
    answer: near('stop', 'How do I stop the worker?', [quoteOf(stop, stop.text)]),
    live: retrieved([stop], 'lantern stop'),
  },
  'How do I make a backup of the queue?': {
    answer: near('backup', 'How do I make a backup?', [quoteOf(backup, backup.text)]),
    live: retrieved([backup], 'backup'),
  },
}

describe('a question of two parts', () => {
  const matchPart = async (part: string) => parts[part] ?? null
  const joint = 'How do I stop the worker of the queue and how do I make a backup of the queue?'

  it('is answered by two prepared answers, each under its part', async () => {
    expect(await adapt({ question: joint, matchPart })).toMatchObject({
      kind: 'adapted',
      body: {
        shape: 'several',
        text: `How do I stop the worker of the queue?\n${stop.text}\n\nHow do I make a backup of the queue?\n${backup.text}`,
        quotes: [{ text: stop.text }, { text: backup.text }],
      },
      from: [{ id: 'stop' }, { id: 'backup' }],
      change: { kind: 'joint', what: 'two prepared answers joined: “How do I stop the worker?” and “How do I make a backup?”' },
    })
  })

  it('is left to live where nothing answers one part, however near the other is', async () => {
    const question = 'How do I stop the worker of the queue and how do I paint the worker of the queue?'
    const whole = near('stop', 'How do I stop the worker?', [quoteOf(stop, stop.text)])
    const live = retrieved([stop], 'lantern stop')
    expect(await adapt({ question, matchPart, candidates: [whole], live })).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('paint'),
    })
  })

  it('is left to live where one answer would stand for both, or a part was prepared for something else', async () => {
    const same = parts['How do I stop the worker of the queue?'] ?? null
    expect(await adapt({ question: joint, matchPart: async () => same })).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining('both'),
    })
    const deno = near('deno', 'How do I install Deno?', [quoteOf(stop, stop.text)])
    const bun = near('bun', 'How do I add a header with Bun?', [quoteOf(backup, backup.text)])
    const strange = async (part: string): Promise<MatchedPart> => ({ answer: part.includes('Deno') ? deno : bun, live: [] })
    expect(await adapt({ question: 'How do I install Deno and how do I add a header?', matchPart: strange })).toMatchObject({
      kind: 'none',
      reason: 'one part was prepared for Bun, which the question does not name',
    })
  })
})
