import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'
import type { Reverie, ReverieOptions } from '../reverie.ts'
import { groupQuestions } from './group-questions.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-gaps-'))
  write('retries.md', '# Retries\n\nA failed job of the lantern queue is tried again 3 times by default.\n')
  write('limits.md', '# Limits\n\nA job may run for at most 15 minutes.\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (path: string, text: string) => writeFileSync(join(folder, path), text)

function opened(options: Partial<ReverieOptions> = {}): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  return openReverie({ folder, embedder: { name, model, dimensions }, ...options })
}

const zebra = 'How do I paint the zebra stable of the queue?'

describe('gaps', () => {
  it('groups what was asked and not answered by how many asked, names the nearest passage, and forgets it once it is written', async () => {
    await using reverie = await opened()
    expect(await reverie.gaps()).toMatchObject({ gaps: [], pairs: [], total: 0 })
    for (const session of ['ann', 'ben']) await reverie.ask({ question: zebra, session })
    await reverie.ask({ question: 'How do I paint the zebra stable of a queue?', session: 'cas' })
    await reverie.ask({ question: 'Which moon shines over Copenhagen?' })
    await reverie.ask({ question: 'How often is a failed job of the lantern queue tried again?' })
    const { gaps, total } = await reverie.gaps()
    expect(total).toBe(2)
    expect(gaps).toMatchObject([
      { question: zebra, asks: 3, sessions: 3, why: 'absent', wordings: [{ asks: 2 }, { asks: 1 }] },
      { question: 'Which moon shines over Copenhagen?', asks: 1, sessions: 0 },
    ])
    expect(gaps[0]?.advice).toContain('Nothing answers "How do I paint the zebra stable')
    expect(await reverie.gaps({ limit: 1 })).toMatchObject({ gaps: [{ question: zebra }], total: 2 })
    expect(await reverie.gaps({ since: Date.now() + 60_000 })).toMatchObject({ gaps: [], total: 0 })
    await reverie.sleep()
    expect((await reverie.gaps()).total).toBe(2)

    write('zebra.md', '# The zebra stable\n\nPaint the zebra stable of the queue with white lime, twice a year.\n')
    await reverie.sleep()
    expect((await reverie.gaps()).gaps.map(({ question }) => question)).toEqual(['Which moon shines over Copenhagen?'])
  })

  it('counts an answer that was said to be wrong', async () => {
    await using reverie = await opened()
    const question = 'How often is a failed job of the lantern queue tried again?'
    const { id, served } = await reverie.ask({ question })
    expect(served).toBe('live')
    expect((await reverie.gaps()).gaps).toEqual([])
    await reverie.feedback({ ask: id, verdict: 'wrong' })
    expect((await reverie.gaps()).gaps).toMatchObject([{ question, why: 'wrong', nearest: { path: 'retries.md', startLine: 3 } }])
  })

  it('lists once two documents that answer a question differently', async () => {
    write('other.md', '# Settings\n\nA failed job of the lantern queue is tried again 5 times by default.\n')
    await using reverie = await opened()
    await reverie.ask({ question: 'How often is a failed job of the lantern queue tried again by default?' })
    await reverie.sleep()
    const { pairs } = await reverie.gaps()
    expect(pairs).toHaveLength(1)
    expect(pairs[0]?.places.map(({ path, startLine }) => `${path}:${startLine}`).sort()).toEqual(['other.md:3', 'retries.md:3'])
    write('other.md', '# Settings\n\nA failed job of the lantern queue is tried again 3 times by default.\n')
    await reverie.sleep()
    expect((await reverie.gaps()).pairs).toEqual([])
  })

  it('groups by words where there are no vectors', () => {
    const question = (text: string, asks = 1) => ({ text, asks, vector: null })
    const groups = groupQuestions([
      question('How do I rotate the API key?', 3),
      question('How can I rotate an API key?'),
      question('Where are the logs written?'),
    ])
    expect(groups.map((group) => group.map(({ text }) => text))).toEqual([
      ['How do I rotate the API key?', 'How can I rotate an API key?'],
      ['Where are the logs written?'],
    ])
  })
})
