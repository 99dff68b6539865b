import { describe, expect, test } from 'vitest'
import { identifiersOf } from './identifiers.ts'
import { namesOf } from './names.ts'
import { isNegated } from './negation.ts'
import { quantities } from './quantities.ts'
import { runGuards } from './run-guards.ts'

const fired = (asked: string, prepared: string, quote = '') =>
  runGuards(asked, prepared, quote).map(({ guard, resolved }) => `${guard}${resolved ? ' resolved' : ''}`)

describe('guards fire on a changed', () => {
  test.each([
    ['number', 'What happens after 5 retries?', 'What happens after 3 retries?', 'numbers'],
    ['number word', 'What happens after five retries?', 'What happens after three retries?', 'numbers'],
    ['unit', 'Is 10 MB allowed?', 'Is 10 kB allowed?', 'numbers'],
    ['version', 'What changed in v4.1.2?', 'What changed in v4.1.3?', 'numbers'],
    ['negation', 'Which headers are not removed?', 'Which headers are removed?', 'negation'],
    ['contracted negation', "Why doesn't it cache?", 'Why does it cache?', 'negation'],
    ['opposite', 'How do I enable logging?', 'How do I disable logging?', 'antonyms'],
    ['bound', 'What is the minimum size?', 'What is the maximum size?', 'antonyms'],
    ['bound in a name', 'What is the minimum size?', 'What is the default of `maxSize`?', 'antonyms'],
    ['name', 'How do I deploy to Cloudflare?', 'How do I deploy to Vercel?', 'names'],
    ['identifier', 'What does c.req.query() return?', 'What does c.req.param() return?', 'identifiers'],
    ['flag', 'What does --force do?', 'What does --dry-run do?', 'identifiers'],
    ['environment variable', 'What is NODE_ENV for?', 'What is NODE_PATH for?', 'identifiers'],
    ['direction', 'How do I convert JSON to YAML?', 'How do I convert YAML to JSON?', 'direction'],
    ['role', 'Does the client call the server?', 'Does the server call the client?', 'direction'],
    ['kind of answer', 'When was the store rewritten?', 'Why was the store rewritten?', 'wh-type'],
    ['time', 'Which engine is used now?', 'Which engine was originally used?', 'time-words'],
  ])('%s', (_, asked, prepared, guard) => {
    expect(fired(asked, prepared)).toContain(guard)
  })
})

test('a quotation that says the opposite of what is asked is no answer, unless "no" is one', () => {
  const quote = 'The maximum size is 100 kB.'
  expect(fired('What is the minimum size?', 'What is the size limit?', quote)).toContain('antonyms')
  expect(fired('Is sending allowed?', 'Is sending possible?', 'Sending is forbidden.')).toEqual([])
})

describe('guards stay silent on other words for the same', () => {
  test.each([
    ['How do I set the body limit?', 'How can I limit the size of the body?'],
    ['What is the default port?', 'what is the default port'],
    ['What happens after three retries?', 'What happens after 3 retries?'],
    ['Is 1 MB allowed?', 'Is 1024 kB allowed?'],
    ['How do I deploy to cloudflare?', 'How can I deploy on Cloudflare?'],
    ['What does `c.json()` do?', 'what does c.json do'],
    ['Can I use it with Bun?', 'How do I use it with Bun?'],
    ['Why not use a worker?', 'Why use a worker?'],
  ])('%s | %s', (asked, prepared) => {
    expect(fired(asked, prepared)).toEqual([])
  })
})

describe('the quotation resolves a difference it settles', () => {
  test.each([
    ['What is allowed at 5 MB?', 'What is allowed at 3 MB?', 'Between 3 MB and 5 MB files are streamed.', 'numbers resolved'],
    ['Which files are not read?', 'Which files are read?', 'Files named `.env` are never read.', 'negation resolved'],
    ['How do I deploy to Vercel?', 'How do I deploy to Cloudflare?', 'On Cloudflare and Vercel run npm run deploy.', 'names resolved'],
    [
      'What does c.req.query() give?',
      'What does c.req.param() give?',
      'c.req.param() and c.req.query() give strings.',
      'identifiers resolved',
    ],
    ['When was it released?', 'Who released it?', 'Yusuke released it in 2021.', 'wh-type resolved'],
    ['How do I disable logging?', 'How do I enable logging?', 'Set log to false to disable it.', 'antonyms resolved'],
  ])('%s', (asked, prepared, quote, expected) => {
    expect(fired(asked, prepared, quote)).toContain(expected)
  })
})

test('quantities are values', () => {
  expect([...quantities('10 kB, 10240 bytes, three, 1,740,000, 1.74 million, v4.1.2, 500ms, 20%')]).toEqual([
    '10240 bytes',
    '3',
    '1740000',
    '4.1.2',
    '500 time',
    '20 percent',
  ])
  expect([...quantities('one of the second kind')]).toEqual([])
})

test('names, identifiers and negations', () => {
  expect([...namesOf('What does Hono need on AWS Lambda?')]).toEqual(['hono', 'aws', 'lambda'])
  expect([...namesOf('How Do I Deploy My App')]).toEqual([])
  expect([...identifiersOf('Use `app.get` or maxSize with --port and NODE_ENV in main.ts, C++')]).toEqual([
    'app.get',
    'maxsize',
    '--port',
    'node_env',
    'main.ts',
    'c++',
  ])
  expect([...identifiersOf('A well-known plain sentence.')]).toEqual([])
  expect(isNegated("It isn't impossible.")).toBe(false)
  expect(isNegated('It never stops.')).toBe(true)
  expect(isNegated('Whether or not it stops')).toBe(false)
})
