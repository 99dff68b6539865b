import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

describe('the twenty questions over our own sources', () => {
  it('name files that are there, each question once', async () => {
    const text = await readFile(new URL('./questions.json', import.meta.url), 'utf8')
    const questions: readonly { readonly question: string; readonly expected: readonly string[] }[] = JSON.parse(text)
    expect(new Set(questions.map((question) => question.question)).size).toBe(20)
    const missing = questions
      .flatMap((question) => question.expected)
      .filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))
    expect(missing).toEqual([])
  })
})
