import { describe, expect, it } from 'vitest'
import { mapConcurrently } from './map-concurrently.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('mapConcurrently', () => {
  it('keeps the order and never has more under way than it may', async () => {
    let running = 0
    let most = 0
    const doubled = await mapConcurrently([3, 1, 2, 5, 4], 2, async (item) => {
      running += 1
      most = Math.max(most, running)
      for (let left = item; left > 0; left -= 1) await turn()
      running -= 1
      return item * 2
    })
    expect(doubled).toEqual([6, 2, 4, 10, 8])
    expect(most).toBe(2)
  })

  it('stops what has not begun at the first failure, and rejects with it', async () => {
    const begun: number[] = []
    const mapping = mapConcurrently([1, 2, 3, 4], 1, async (item) => {
      begun.push(item)
      if (item === 2) throw new Error('no')
    })
    await expect(mapping).rejects.toThrow('no')
    expect(begun).toEqual([1, 2])
  })

  it('rejects with aborted once it is stopped', async () => {
    const stop = new AbortController()
    const mapping = mapConcurrently([1, 2, 3], 1, async () => stop.abort(), stop.signal)
    await expect(mapping).rejects.toMatchObject({ code: 'aborted' })
    expect(await mapConcurrently([], 3, async () => 1)).toEqual([])
  })
})
