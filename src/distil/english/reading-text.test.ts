import { expect, it } from 'vitest'
import { readingText } from './reading-text.ts'

it.each([
  ['Set **the** _depth_ with [`depth`](/docs/depth).', 'Set the depth with `depth`.'],
  ['<Badge type="danger" text="required" /> name', 'name'],
  ['- [ ] a task', 'a task'],
  ['the ![logo](x.png) of\n> a quote', 'the of a quote'],
  ['5 \\* 3 &lt; 20', '5 * 3 < 20'],
  ['`a*b*c` stays', '`a*b*c` stays'],
  ['snake_case_name stays', 'snake_case_name stays'],
  ['It ended in 1990 .', 'It ended in 1990.'],
  ['cited.[12]', 'cited.'],
])('reads %j as %j', (markup, text) => {
  expect(readingText(markup)).toBe(text)
})
