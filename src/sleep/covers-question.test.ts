import { expect, it } from 'vitest'
import { digest } from '../spec/digest.ts'
import type { PassageId } from '../spec/ids.ts'
import { coversQuestion } from './covers-question.ts'

const body = (text: string) => ({
  shape: 'quotation' as const,
  text,
  quotes: [{ passage: 'p' as PassageId, version: digest('v'), start: 0, end: text.length, text }],
  notes: [],
})

it.each([
  ['How long may a job run?', 'A job may run for at most 15 minutes.', true],
  ['Are links that lead out of the folder followed?', 'Links out of the folder are not followed.', true],
  ['Is HTTP/3 supported?', 'HTTP/2 is supported in all modern browsers.', false],
  ['What is the default body size limit?', 'The default body reader sends an error to the client.', false],
])('"%s" by "%s": %s', (question, quote, covered) => {
  expect(coversQuestion(question, body(quote), [])).toBe(covered)
})
