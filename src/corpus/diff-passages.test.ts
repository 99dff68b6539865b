import { describe, expect, it } from 'vitest'
import { digest } from '../spec/digest.ts'
import { diffPassages, type NewPassage, type OldPassage } from './diff-passages.ts'
import { placeDigest, textDigests } from './passage-digests.ts'

function next(text: string, place = 'A'): NewPassage {
  const { exact, normal } = textDigests('prose', text)
  return { born: digest('born', text), version: exact, normal, placeDigest: placeDigest([place]), text }
}

function old(text: string, { place = 'A', isAlive = true, born = `${text} as something else` } = {}): OldPassage {
  return { ...next(text, place), id: digest('born', born), isAlive }
}

const texts = (all: readonly string[]) => all.map((text) => next(text))
const olds = (all: readonly string[]) => all.map((text) => old(text))

describe('diffPassages', () => {
  it('keeps everything of an unchanged document', () => {
    expect(diffPassages(olds(['a', 'b', 'b', 'c']), texts(['a', 'b', 'b', 'c']))).toEqual([0, 1, 2, 3])
  })

  it('knows an insertion, a removal and a move', () => {
    expect(diffPassages(olds(['a', 'b', 'c']), texts(['a', 'new', 'b', 'c']))).toEqual([0, null, 1, 2])
    expect(diffPassages(olds(['a', 'b', 'c']), texts(['a', 'c']))).toEqual([0, 2])
    expect(diffPassages(olds(['a', 'b', 'c', 'd']), texts(['c', 'd', 'a', 'b']))).toEqual([2, 3, 0, 1])
  })

  it('tells repeated texts apart by what they stand beside', () => {
    const before = olds(['see below', 'one', 'see below', 'two', 'see below', 'three'])
    expect(diffPassages(before, texts(['one', 'see below', 'two', 'see below', 'three']))).toEqual([1, 2, 3, 4, 5])
    expect(diffPassages(before, texts(['see below', 'three', 'see below', 'one', 'see below', 'two']))).toEqual([4, 5, 0, 1, 2, 3])
  })

  it('follows an edit between unchanged neighbours, and white space anywhere', () => {
    const before = olds(['first', 'The limit is ten requests a minute.', 'last'])
    expect(diffPassages(before, texts(['first', 'The limit is twenty requests a minute.', 'last']))).toEqual([0, 1, 2])
    expect(diffPassages(before, texts(['The limit is\n ten requests a minute.', 'first', 'last']))).toEqual([1, 0, 2])
  })

  it('takes a rewritten passage, or one of another section, for a new one', () => {
    const before = [old('first'), old('The limit is ten requests a minute.'), old('last')]
    expect(diffPassages(before, texts(['first', 'Nothing at all remains of this.', 'last']))).toEqual([0, null, 2])
    expect(diffPassages(before, [next('first'), next('The limit is twenty requests a minute.', 'B'), next('last')])).toEqual([0, null, 2])
  })

  it('pairs several edits in one place by likeness', () => {
    const before = olds(['top', 'Call open to start the server now.', 'Call close to stop the server now.', 'end'])
    const after = texts(['top', 'Call close to stop the server later.', 'Call open to start the server later.', 'end'])
    expect(diffPassages(before, after)).toEqual([0, 2, 1, 3])
  })

  it('brings a removed passage back by its text, before any like it', () => {
    const before = [old('top'), old('The port is 4000 by default.'), old('The port is 3000 by default.', { isAlive: false })]
    expect(diffPassages(before, texts(['top', 'The port is 3000 by default.']))).toEqual([0, 2])
    expect(diffPassages([old('gone', { isAlive: false })], texts(['here']))).toEqual([null])
  })

  it('knows an edit taken back by the text the passage was born with', () => {
    const before = [old('quite other words now', { born: 'It was written so at first.' })]
    expect(diffPassages(before, texts(['It was written so at first.']))).toEqual([0])
  })

  it('stays fast where a large text without headings is rewritten', () => {
    const before = Array.from({ length: 4000 }, (_, at) => old(`line ${at} of the old text with some words in it`))
    const after = Array.from({ length: 4000 }, (_, at) => next(`line ${at} of the new text with some words in it`))
    expect(diffPassages(before, after).filter((at) => at !== null).length).toBe(4000)
  })
})
