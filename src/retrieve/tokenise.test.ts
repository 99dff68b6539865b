import { expect, test } from 'vitest'
import { isStopWord, questionTerms } from './question-terms.ts'
import { stem } from './stem.ts'
import { tokenise } from './tokenise.ts'

test.each([
  ['c.req.param()', ['c.req.param', 'c', 'req', 'param']],
  ['maxBodySize', ['maxbodysize', 'max', 'body', 'size']],
  ['HTMLElement', ['htmlelement', 'html', 'element']],
  ['snake_case kebab-name', ['snake_case', 'snak', 'case', 'kebab-name', 'kebab', 'name']],
  ['--dry-run -v', ['--dry-run', 'dry-run', 'dry', 'run', '-v', 'v']],
  ['C++ and C#', ['c++', 'and', 'c#']],
  ['v4.1.2', ['v4.1.2', '4.1.2']],
  ['NODE_ENV', ['node_env', 'node', 'env']],
  ['@hono/zod-openapi', ['@hono/zod-openapi', 'hono/zod-openapi', 'zod-openapi', 'hono', 'zod', 'openapi']],
  ['Foo::bar ptr->x', ['foo::bar', 'foo', 'bar', 'ptr->x', 'ptr', 'x']],
  ['1,740,000 people, 3.14', ['1740000', 'peopl', '3.14']],
  ["Warsaw’s U.S. don't", ['warsaw', 'u.s', 'us', 'dont']],
  ['Kraków naïve ﬁle', ['krakow', 'naiv', 'file']],
  ['東京タワー', ['東京', '京タ', 'タワ', 'ワー']],
  ['हिन्दी 한국어', ['हिन्दी', '한국어']],
  ['"a,b" … 👍', ['a', 'b']],
  ['', []],
])('%s', (text, tokens) => {
  expect(tokenise(text)).toEqual(tokens)
})

test('inflections meet', () => {
  for (const [left, right] of [
    ['running', 'runs'],
    ['studies', 'studied'],
    ['limits', 'limited'],
    ['uses', 'using'],
    ['boxes', 'box'],
    ['classes', 'class'],
    ['stopped', 'stops'],
    ['adding', 'add'],
    ['written', 'writes'],
  ] as const)
    expect(stem(left)).toBe(stem(right))
})

test('words that only look inflected stay', () => {
  for (const word of ['string', 'always', 'bias', 'status', 'analysis', 'need', 'c.req', 'übung']) expect(stem(word)).toBe(word)
})

test('tokens can be joined by a space and never grow long', () => {
  const odd = `${'x'.repeat(500)} "quote" 'single' a\u00a0b\u2028c \ud800 `
  for (const token of tokenise(odd)) {
    expect(token).not.toMatch(/[\s"']/)
    expect(token.length).toBeLessThanOrEqual(64)
  }
})

test('a question is looked up by what it is about', () => {
  expect(questionTerms('How do I set the max body size in Hono?')).toEqual(['set', 'max', 'body', 'size', 'hono'])
  expect(questionTerms('What is it?')).toEqual(['what', 'is', 'it'])
  expect(questionTerms('?!')).toEqual([])
  expect(isStopWord('the')).toBe(true)
})
