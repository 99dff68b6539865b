import { expect, test } from 'vitest'
import { createTextReader } from './read-text.ts'

function countedParser() {
  const parsed: string[] = []
  const parse = (text: string) => {
    parsed.push(text)
    return text.length
  }
  return { parsed, parse }
}

test('a text is parsed once by each parser', () => {
  const read = createTextReader(10)
  const [one, other] = [countedParser(), countedParser()]
  expect([read(one.parse, 'abc'), read(other.parse, 'abc'), read(one.parse, 'abc')]).toEqual([3, 3, 3])
  expect([one.parsed, other.parsed]).toEqual([['abc'], ['abc']])
})

test('what is kept is bounded', () => {
  const read = createTextReader(2)
  const { parsed, parse } = countedParser()
  for (const text of ['a', 'b', 'c', 'a']) read(parse, text)
  expect(parsed).toEqual(['a', 'b', 'c', 'a'])
})

test('that there is nothing is kept too', () => {
  const read = createTextReader(2)
  let parsed = 0
  const parse = () => {
    parsed += 1
    return null
  }
  expect([read(parse, 'a'), read(parse, 'a'), parsed]).toEqual([null, null, 1])
})
