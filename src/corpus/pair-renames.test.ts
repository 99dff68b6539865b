import { describe, expect, it } from 'vitest'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId } from '../spec/ids.ts'
import { createRenameFinder } from './pair-renames.ts'

const versions = (letters: string) => [...letters] as unknown as readonly Digest[]
const gone = (id: string, digest: string, letters: string) => ({ id: id as DocumentId, digest: digest as Digest, versions: versions(letters) })
const added = (digest: string, letters: string) => ({ digest: digest as Digest, versions: versions(letters) })

describe('createRenameFinder', () => {
  it('prefers equal bytes, each document once', () => {
    const finder = createRenameFinder([gone('one', 'x', 'abc'), gone('two', 'x', 'abc')])
    expect([finder.take(added('x', 'abc')), finder.take(added('x', 'abc')), finder.take(added('x', 'abc'))]).toEqual(['one', 'two', null])
  })

  it('takes the most alike of those sharing at least 60 % of the longer one', () => {
    const finder = createRenameFinder([gone('some', 'x', 'abcxx'), gone('most', 'y', 'abcdx')])
    expect(finder.take(added('z', 'abcde'))).toBe('most')
    expect(finder.take(added('z', 'abcde'))).toBe('some')
  })

  it('counts repeated passages as often as both have them', () => {
    expect(createRenameFinder([gone('one', 'x', 'aaaab')]).take(added('y', 'abcde'))).toBe(null)
  })

  it('does not pair empty documents', () => {
    expect(createRenameFinder([gone('one', 'x', '')]).take(added('x', ''))).toBe(null)
  })
})
