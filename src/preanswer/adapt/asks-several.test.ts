import { expect, test } from 'vitest'
import { asksSeveral } from './asks-several.ts'

test.each([
  'Tell me, how do I restart the worker?',
  'Hi, how do I restart the worker?',
  'Hello there, what is the default port?',
  'I lost my card, what do I do?',
  'Please help, how do I reset it?',
  'Once installed, how do I run it?',
  'When the worker is stopped, what happens to jobs?',
])('“%s” asks one thing', (question) => {
  expect(asksSeveral(question)).toBe(false)
})

test.each([
  'How do I restart the worker, and where is the log?',
  'What is X and how do I use it?',
  'Does it support CSV or how can I convert it?',
  'My card is stuck. What do I do? How can I get it back?',
  'Where is the log, how large may it be, and who reads it?',
  'How do I create and verify a token?',
])('“%s” asks several', (question) => {
  expect(asksSeveral(question)).toBe(true)
})
