import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { citationProblem } from './citation-problem.ts'

describe('the oracle of currency', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'reverie-oracle-'))
    writeFileSync(join(folder, 'a.md'), '# A\r\n\r\nThe lamp lasts\r\n500 hours.\r\n')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const answer = (path: string, startLine: number, endLine: number, quote: string) => ({
    question: 'How long?',
    served: 'hit' as const,
    citations: [{ path, startLine, endLine, quote }],
  })

  it('finds nothing wrong with what stands there, whatever its line ends', () => {
    expect(citationProblem(folder, answer('a.md', 3, 4, 'The lamp lasts\n500 hours.'))).toBeNull()
  })

  it.each([
    ['other words', answer('a.md', 3, 4, 'The lamp lasts\n600 hours.')],
    ['other lines', answer('a.md', 1, 2, 'The lamp lasts\n500 hours.')],
    ['a file that is gone', answer('b.md', 1, 1, 'A')],
  ])('names %s', (_, wrong) => {
    expect(citationProblem(folder, wrong)).toContain('How long?')
  })
})
