import { describe, expect, it } from 'vitest'
import { ReverieError } from '../spec/errors.ts'
import type { SleepContext } from './sleep-context.ts'
import { workThrough } from './work-through.ts'

/** Only what the pass looks at. */
function contextOf(model: string | null, signal?: AbortSignal): SleepContext {
  return { skills: { reader: { model } }, signal } as unknown as SleepContext
}

const items = [1, 2, 3, 4, 5, 6, 7, 8]
const refused = new ReverieError('budget-refused', 'spent')

async function peakOf(model: string | null): Promise<number> {
  let running = 0
  let peak = 0
  await workThrough(contextOf(model), items, async () => {
    running += 1
    peak = Math.max(peak, running)
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
  })
  return peak
}

describe('workThrough', () => {
  it('calls a model for four at once, and without one works singly', async () => {
    expect(await peakOf('a/b')).toBe(4)
    expect(await peakOf(null)).toBe(1)
  })

  it('keeps what is finished, in order, and tells what stopped it', async () => {
    const failure = new Error('broken')
    const work = async (item: number) => {
      if (item === 3) throw failure
      return item
    }
    expect(await workThrough(contextOf(null), items, work)).toEqual({ finished: [1, 2], stopped: failure })
    const { finished, stopped } = await workThrough(contextOf('a/b'), items, work)
    expect(stopped).toBe(failure)
    expect(finished).toEqual([...finished].sort())
  })

  it('goes on singly where calls in flight hold the budget, until a single one is refused', async () => {
    let running = 0
    const work = (most: number) => async (item: number) => {
      running += 1
      try {
        await new Promise((resolve) => setImmediate(resolve))
        if (running > 2 || item > most) throw refused
        return item
      } finally {
        running -= 1
      }
    }
    expect(await workThrough(contextOf('a/b'), items, work(8))).toEqual({ finished: items, stopped: null })
    expect(await workThrough(contextOf('a/b'), items, work(5))).toEqual({ finished: [1, 2, 3, 4, 5], stopped: refused })
  })

  it('begins nothing after an abort', async () => {
    const { finished, stopped } = await workThrough(contextOf('a/b', AbortSignal.abort()), items, async (item) => item)
    expect(finished).toEqual([])
    expect(stopped).toMatchObject({ code: 'aborted' })
  })
})
