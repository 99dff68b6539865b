import { describe, expect, it } from 'vitest'
import type { Digest } from '../spec/digest.ts'
import type { DocumentId } from '../spec/ids.ts'
import { createRenameFinder } from './pair-renames.ts'

/** One passage a letter, or a text of words as one passage. */
const side = (path: string, digest: string, letters: string) => ({
  path,
  digest: digest as Digest,
  passages: (letters.includes(' ') ? [letters] : [...letters]).map((text) => ({ version: text as Digest, text })),
})
const gone = (id: string, digest: string, letters: string, path = `old/${id}.md`) => ({
  id: id as DocumentId,
  ...side(path, digest, letters),
})
const added = (digest: string, letters: string, path = 'new/x.md') => side(path, digest, letters)

describe('createRenameFinder', () => {
  it('prefers equal bytes, each document once', () => {
    const finder = createRenameFinder([gone('one', 'x', 'abc'), gone('two', 'x', 'abc')])
    expect([finder.take(added('x', 'abc')), finder.take(added('x', 'abc')), finder.take(added('x', 'abc'))]).toEqual(['one', 'two', null])
  })

  it('takes the most alike of those sharing at least 60 % of the passages of the longer one', () => {
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

  it('compares words where name or folder is the same', () => {
    const finder = () => createRenameFinder([gone('one', 'x', 'the limit is ten requests', 'docs/limits.md')])
    expect(finder().take(added('y', 'the limit is nine requests', 'guide/limits.md'))).toBe('one')
    expect(finder().take(added('y', 'the limit is nine requests', 'docs/quotas.md'))).toBe('one')
    expect(finder().take(added('y', 'the limit is nine requests', 'guide/quotas.md'))).toBe(null)
    expect(finder().take(added('y', 'nothing of this sort here', 'guide/limits.md'))).toBe(null)
  })
})
