import { describe, expect, test } from 'vitest'
import { countAnswers } from './answer-type.ts'
import { questionKind } from './question-kind.ts'
import { differingListWords } from './same-list.ts'

test.each([
  ['When was Hono released?', 'time'],
  ['In what year did it start?', 'time'],
  ['How many requests are allowed?', 'number'],
  ['What is the default port?', 'number'],
  ['Who wrote it?', 'person'],
  ['It was written by whom?', 'person'],
  ['Where is the file?', 'place'],
  ['What country is it in?', 'place'],
  ['Why does it fail?', 'reason'],
  ['How do I deploy?', 'way'],
  ['What is Hono?', 'meaning'],
  ['what does c.json() do', 'meaning'],
  ['Does it stream?', 'polar'],
  ['Which options are there?', 'list'],
  ['What happens when it fails?', 'thing'],
  ['What do people who leave get?', 'thing'],
  ['', 'thing'],
])('%s asks for a %s', (question, kind) => {
  expect(questionKind(question)).toBe(kind)
})

describe('expressions of the expected kind', () => {
  test.each([
    ['time', 'It began in 1985.', 'when did it begin', 1],
    ['time', 'It began in 1985.', 'what began in 1985', 0],
    ['number', 'At most three retries.', 'how many retries', 1],
    ['person', 'It was made by Yusuke Wada.', 'who made it', 1],
    ['person', 'It was made by nobody.', 'who made it', 0],
    ['reason', 'It fails because the port is taken.', 'why does it fail', 1],
    ['meaning', 'Hono is a small framework.', 'what is hono?', 1],
    ['meaning', 'You can use Hono with a framework.', 'what is hono?', 0],
    ['thing', 'Anything', 'what', 0],
  ] as const)('%s: %s', (kind, text, asked, least) => {
    expect(countAnswers(kind, text, asked) >= 1).toBe(least === 1)
  })
})

test('lists are the same where every word stands in both, whole or shortened', () => {
  expect(differingListWords('What env vars are there?', 'Which environment variables are available?')).toEqual([])
  expect(differingListWords('Which commands are there?', 'Which environment variables are there?')).toEqual([
    'command',
    'environment',
    'variabl',
  ])
})
