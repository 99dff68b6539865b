import { describe, expect, it } from 'vitest'
import type { KeyRequest } from '../../spec/skills.ts'
import { runGuards } from '../guards/run-guards.ts'
import { createExtractiveKeyWriter } from './extractive-key-writer.ts'

const writer = createExtractiveKeyWriter()

function request(question: string, more: Partial<KeyRequest> = {}): KeyRequest {
  const body = { shape: 'quotation' as const, text: '', quotes: [], notes: [] }
  return { question, body, cited: [], neighbours: [], siblings: [], abbreviations: [], ...more }
}

async function paraphrases(question: string, more: Partial<KeyRequest> = {}): Promise<readonly string[]> {
  return (await writer.write(request(question, more))).paraphrases
}

async function nearMisses(question: string, more: Partial<KeyRequest> = {}): Promise<Readonly<Record<string, string>>> {
  const made = (await writer.write(request(question, more))).nearMisses
  return Object.fromEntries(made.map(({ edit, text }) => [edit, text]))
}

describe('paraphrases', () => {
  it.each([
    [
      'What is the default value of the `origin` option of the CORS middleware?',
      [
        'CORS middleware origin option default',
        'What does `origin` of the CORS middleware default to?',
        'Which value does the `origin` option of the CORS middleware have by default?',
      ],
    ],
    [
      'What is the `origin` option of the CORS middleware for?',
      [
        'What does `origin` of the CORS middleware do?',
        'What is the purpose of the `origin` option of the CORS middleware?',
        'CORS middleware origin option meaning',
      ],
    ],
    [
      'How do I remove the port number with Bun?',
      ['How can I delete the port number with Bun?', 'Bun remove port number', 'Is there a way to remove the port number with Bun?'],
    ],
    ['Is there a way to remove a log?', ['Is there a way to delete a log?']],
    ['Sending a fax online? [closed]', ['Is there a way to send a fax online?']],
    ['In Gmail, how can I find the oldest message?', ['Gmail find oldest message', 'Is there a way to find the oldest message in Gmail?']],
    [
      'What options does the Cache middleware take?',
      ['Cache middleware options', 'Which options are there for the Cache middleware?', 'List the options of the Cache middleware'],
    ],
    ['How many routers does Hono have?', ['How many routers are there in Hono?', 'number of routers in Hono']],
  ])('of %s', async (question, wanted) => {
    expect(await paraphrases(question)).toEqual(wanted)
  })

  it('say what the corpus says for it: abbreviations both ways, and a heading in other words', async () => {
    const abbreviations = [{ short: 'CSP', long: 'Content Security Policy' }]
    expect(await paraphrases('How do I set a CSP header?', { abbreviations })).toContain('How do I set a Content Security Policy header?')
    expect(await paraphrases('How do I set a content security policy header?', { abbreviations })).toContain('How do I set a CSP header?')
    const cited = [{ path: 'a.md', title: 'Lantern', place: ['Lantern', 'Recovering a crashed job'], symbol: null }]
    expect(await paraphrases('How do I bring back a crashed job?', { cited })).toContain('Lantern Recovering crashed job')
    const other = [{ path: 'a.md', title: 'Lantern', place: ['Lantern', 'Dashboards and their tokens'], symbol: null }]
    expect((await paraphrases('How do I bring back a crashed job?', { cited: other })).join()).not.toContain('Dashboards')
  })

  it('never change what a guard looks at', async () => {
    for (const question of [
      'How do I enable caching for 10 MB files with Node.js 20?',
      'How do I convert JSON to YAML with the `yq` command?',
      'What is the maximum of the `retries` option of the worker?',
      'How do I stop a job without losing its output?',
      'What happens if the queue is not empty?',
      'Why is `fetch()` retried?',
      'What does `parse()` return?',
      'Which functions does the Route helper have?',
    ]) {
      for (const text of await paraphrases(question)) {
        expect([text, ...runGuards(text, question, '').filter((finding) => !finding.resolved)]).toEqual([text])
      }
    }
  })

  it('are none where no template fits or the question is a text of its own', async () => {
    expect(await paraphrases('Lantern?')).toEqual([])
    expect(await paraphrases(`How do I ${'really '.repeat(40)}send a job?`)).toEqual([])
    expect(await paraphrases('')).toEqual([])
  })
})

describe('near-misses', () => {
  it.each([
    ['number', 'How do I use 3 workers?', 'How do I use 4 workers?'],
    ['unit', 'What happens after 10 minutes?', 'What happens after 10 hours?'],
    ['antonym', 'How do I enable the cache?', 'How do I disable the cache?'],
    ['antonym', 'How do I accept larger requests?', 'How do I deny larger requests?'],
    ['negation', 'How do I parse a date?', 'How do I avoid parsing a date?'],
    ['negation', 'What happens if the queue is full?', 'What happens if the queue is not full?'],
    ['direction', 'How do I migrate from Express to Hono?', 'How do I migrate from Hono to Express?'],
    ['role', 'Does `start()` call `stop()`?', 'Does `stop()` call `start()`?'],
    ['time', 'What is the default port of the server?', 'What was the default port of the server in the last version?'],
    ['aspect', 'What is the default of the `retries` option?', 'What is the maximum value of the `retries` option?'],
  ])('%s: %s', async (edit, question, wanted) => {
    expect((await nearMisses(question))[edit]).toBe(wanted)
  })

  it('name a sibling of the same kind that the question does not name already', async () => {
    const siblings = ['`retries`', '`stop()`', '`start()`', 'CSRF middleware', 'Bun']
    expect((await nearMisses('What does `start()` do?', { siblings })).entity).toBe('What does `stop()` do?')
    expect((await nearMisses('How do I use the CORS middleware in tests with the CORS middleware?', { siblings })).entity).toMatch(/CSRF/)
    expect((await nearMisses('Does `start()` call `stop()`?', { siblings })).entity).toBeUndefined()
  })

  it('never edit inside code, and tell what neighbours are prepared for', async () => {
    expect((await nearMisses('What does `enable-3` do?')).antonym).toBeUndefined()
    expect((await nearMisses('What does `enable-3` do?')).number).toBeUndefined()
    expect((await nearMisses('What is a job?', { neighbours: ['What is a worker?'] })).neighbour).toBe('What is a worker?')
  })
})
