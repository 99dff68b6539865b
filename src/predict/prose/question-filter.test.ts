import { expect, it } from 'vitest'
import { isAskable } from './question-filter.ts'

it.each([
  'How do I change the port number in Lattice?',
  'What does the `origin` option of the CORS middleware do?',
  'Who proved that air is necessary for combustion?',
  'What is trioxygen known as?',
])('lets %j pass', (question) => {
  expect(isAskable(question)).toBe(true)
})

it.each([
  'How do I use it?',
  'What does this section describe?',
  'What is the following?',
  'How do I run the <Badge /> app?',
  'How do I set the **port** number?',
  'What is the?',
  'How do I deploy the the app?',
  'the port number',
  'What is `broken?',
  `How do I ${'really '.repeat(30)}change the port?`,
])('stops %j', (question) => {
  expect(isAskable(question)).toBe(false)
})
