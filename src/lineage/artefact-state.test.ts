import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ArtefactLife, artefactEvents, reduceArtefact } from './artefact-state.ts'

const events = fc.array(fc.constantFrom(...artefactEvents), { maxLength: 40 })
const walk = (steps: readonly (typeof artefactEvents)[number][]): readonly ArtefactLife[] => {
  const lives: ArtefactLife[] = [{ phase: 'owed', isDoubted: false }]
  for (const event of steps) lives.push(reduceArtefact(lives.at(-1) ?? { phase: 'owed', isDoubted: false }, event))
  return lives
}

describe('the life of an artefact', () => {
  it('comes fresh only from being made, confirmed, or from support that returned undoubted', () => {
    fc.assert(
      fc.property(events, (steps) => {
        const lives = walk(steps)
        for (const [at, event] of steps.entries()) {
          const [before, after] = [lives[at], lives[at + 1]]
          if (after?.phase !== 'fresh' || before?.phase === 'fresh') continue
          expect(['made', 'confirmed', 'support-back']).toContain(event)
          if (event === 'support-back') expect(before?.isDoubted).toBe(false)
        }
      }),
    )
  })

  it('never forgets a doubt but by being made, confirmed or evicted', () => {
    fc.assert(
      fc.property(events, (steps) => {
        const lives = walk(steps)
        for (const [at, event] of steps.entries()) {
          const [before, after] = [lives[at], lives[at + 1]]
          if (before?.isDoubted && !after?.isDoubted) expect(['made', 'confirmed', 'evicted']).toContain(event)
        }
      }),
    )
  })

  it('is fresh exactly while it is not doubted: a doubt on a fresh one makes it suspect', () => {
    fc.assert(fc.property(events, (steps) => walk(steps).every((life) => !(life.phase === 'fresh' && life.isDoubted))))
  })

  it('leaves work that was interrupted owed and late work stale', () => {
    const working: ArtefactLife = { phase: 'working', isDoubted: false }
    expect(reduceArtefact(working, 'interrupted').phase).toBe('owed')
    expect(reduceArtefact(working, 'late').phase).toBe('stale')
  })

  it('brings back as suspect what was doubted before its support was lost', () => {
    const doubted = ['started', 'made', 'doubted', 'support-changed', 'support-back'] as const
    expect(walk(doubted).at(-1)).toEqual({ phase: 'suspect', isDoubted: true })
    const refuted = ['started', 'made', 'doubted', 'refuted', 'support-back'] as const
    expect(walk(refuted).at(-1)?.phase).toBe('suspect')
  })
})
