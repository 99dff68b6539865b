import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

let folder: string
let sales: Reverie
let staff: Reverie

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-scopes-'))
  writeFileSync(join(folder, 'notes.md'), '# Notes\n\nThe blue door leads to the cellar.\n')
  const database = join(folder, 'state.db')
  sales = await openReverie({ folder: null, database, scope: 'sales' })
  staff = await openReverie({ folder: null, database, scope: 'staff' })
  await sales.put({ id: 'discounts.md', text: '# Discounts\n\nThe largest discount is 15 percent.\n' })
  await staff.put({ id: 'salaries.md', text: '# Salaries\n\nThe largest salary is 90000 crowns.\n' })
  await sales.sleep()
  await staff.sleep()
})

afterAll(async () => {
  await sales.close()
  await staff.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('scopes of one database', () => {
  it('answers only from its own scope', async () => {
    expect((await sales.ask({ question: 'How large is the largest discount?' })).text).toContain('15 percent')
    expect((await sales.ask({ question: 'How large is the largest salary?' })).text).not.toContain('90000')
    expect((await staff.ask({ question: 'How large is the largest salary?' })).text).toContain('90000')
  })

  it('matches each scope an ask may read and takes the best', async () => {
    const answer = await sales.ask({ question: 'How large is the largest salary in crowns?', scopes: ['sales', 'staff'] })
    expect(answer.citations.map((citation) => citation.path)).toEqual(['salaries.md'])
  })

  it('reads no folder where none is given, though one is there', async () => {
    expect((await sales.ask({ question: 'Where does the blue door lead?' })).served).toBe('none')
    expect((await sales.status()).documents).toBe(1)
  })

  it('leaves nothing of an ask of one scope in another', async () => {
    await sales.ask({ question: 'Who may grant a discount?' })
    expect(await staff.questions.list({ match: 'grant a discount' })).toEqual([])
    const status = await staff.status()
    expect(Object.values(status.asks).reduce((sum, count) => sum + count, 0)).toBe(2)
  })
})
