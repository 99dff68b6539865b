import { describe, expect, it } from 'vitest'
import { echoes, echoOf } from './echo.ts'

const echo = echoOf('How long may a lantern job run?')

describe('a text that asks the question in its own words', () => {
  it.each([
    'How long may a lantern job run',
    '**How long may a lantern job run?**',
    'The question is: how long may a lantern job run?',
    '{"question":"How long may a lantern job run?","answer":"42 bananas"}',
    'How long may a lantern job last?',
  ])('is %s', (text) => expect(echoes(echo, text)).toBe(true))

  it.each([
    'A lantern job may run for 20 minutes on the server.',
    'A lantern job may run as long as it needs.',
    'How long may a shop be closed?',
    '',
  ])('is not %j', (text) => expect(echoes(echo, text)).toBe(false))

  it('is no statement that shares all words but the first', () =>
    expect(
      echoes(echoOf('What is the largest discount of the old shop?'), 'The largest discount of the old shop is what the keeper says.'),
    ).toBe(false))

  it('is not looked for where prose may hold the question: keywords, or three words', () =>
    expect([echoOf('lantern job time limit hours'), echoOf('Who is admin?')]).toEqual([null, null]))
})
