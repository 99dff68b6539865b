import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createCorpusFixture } from '../testing/corpus-fixture.ts'
import { liveDocuments } from './documents.ts'
import { passagesOf } from './passages.ts'
import { sync } from './sync.ts'

const data = process.env.REVERIE_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const history = join(data, 'docs-history/hono')

describe.skipIf(!existsSync(history))('a real documentation’s history (skipped where the development data is missing)', () => {
  it('holds exactly what a fresh sync of the same files holds, at every step, and the first ids again at the end', async () => {
    await using fixture = await createCorpusFixture()
    const snapshot = async () => {
      const rows: string[] = []
      for (const document of await liveDocuments(fixture.store, fixture.scope)) {
        for (const passage of await passagesOf(fixture.store, fixture.scope, document.id))
          rows.push(`${document.path} ${passage.id} ${passage.startLine} ${passage.version}`)
      }
      return rows
    }
    const show = async (revision: 'a' | 'b') => {
      rmSync(fixture.root, { recursive: true })
      cpSync(join(history, revision), fixture.root, { recursive: true })
      return sync(fixture.context, fixture.folder())
    }
    const first = await show('a')
    const before = await snapshot()
    const second = await show('b')
    expect(second.documents.moved + second.documents.added + second.documents.changed + second.documents.unchanged).toBe(
      second.documents.total,
    )
    const kept = new Set(before.map((row) => row.split(' ')[1]))
    const share = (await snapshot()).filter((row) => kept.has(row.split(' ')[1] ?? '')).length / before.length
    expect(share).toBeGreaterThan(0.8)
    for (const document of await liveDocuments(fixture.store, fixture.scope)) {
      const text = readFileSync(join(fixture.root, document.path), 'utf8')
      const lines = text.split('\n')
      for (const passage of await passagesOf(fixture.store, fixture.scope, document.id)) {
        expect(text).toContain(passage.text)
        expect(lines[passage.startLine - 1]).toContain(passage.text.split('\n')[0])
      }
    }
    const third = await show('a')
    expect(third.passages.total).toBe(first.passages.total)
    expect(await snapshot()).toEqual(before)
  })
})
