import { expect, it } from 'vitest'
import { abbreviationsIn } from './abbreviations.ts'

it.each([
  ['Set a Content Security Policy (CSP) first.', [['CSP', 'Content Security Policy']]],
  [
    'the department of motor vehicles (DMV) and Cross-Origin Resource Sharing (CORS)',
    [
      ['DMV', 'department of motor vehicles'],
      ['CORS', 'Cross-Origin Resource Sharing'],
    ],
  ],
  ['a queue (FIFO)', []],
  ['Read the manual first (NOTE)', []],
  ['see the old server list (AWS)', []],
])('%s', (text, wanted) => {
  expect(abbreviationsIn(text).map(({ short, long }) => [short, long])).toEqual(wanted)
})
