import { expect, test } from 'vitest'
import { sameWording } from './same-wording.ts'

test.each([
  ['How do I set a header?', 'how can I set the header'],
  ['How to set a header', 'How do you set a header?'],
  ['What is the default port?', "what's the default port"],
  ['Please tell me what the default port is', 'what the default port is'],
  ['Hi, how do I set a header? Thanks!', 'How do I set a header?'],
  ['Quick question: which files are read', 'Which files are read?'],
  ['Which options does it take?', 'What options does it take?'],
  ['Which files are read?', 'Which files exactly are read?'],
])('"%s" is "%s"', (one, other) => {
  expect(sameWording(one, other)).toBe(true)
})

test.each([
  ['How do I set a header?', 'How should I set a header?'],
  ['How do I set a header?', 'Why do I set a header?'],
  ['convert a to b', 'convert b to a'],
  ['What does --force do?', 'What does --dry-run do?'],
  ['Is 1.2 supported?', 'Is 12 supported?'],
  ['May I do it?', 'Must I do it?'],
  ['Does it cache?', "Doesn't it cache?"],
  ['What is `a.b`?', 'What is `a.c`?'],
  ['How?', 'how'],
  ['When is the bonus paid?', 'When was the bonus paid?'],
])('"%s" is not "%s"', (one, other) => {
  expect(sameWording(one, other)).toBe(false)
})
