import { describe, expect, it } from 'vitest'
import { createPauseGate } from './pause-gate.ts'

/** Whether a promise has resolved by the next turn. */
async function isOver(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, pending))])) !== pending
}

describe('a gate', () => {
  it('lets pass while nobody asks, and holds until the last ask has ended', async () => {
    const gate = createPauseGate()
    expect(await isOver(gate.pass())).toBe(true)
    const [first, second] = [gate.close(), gate.close()]
    const passing = [gate.pass(), gate.pass()]
    first()
    expect([gate.asks, await isOver(Promise.all(passing))]).toEqual([1, false])
    second()
    expect([gate.asks, await isOver(Promise.all(passing))]).toEqual([0, true])
  })

  it('an ask that says twice that it has ended ends once', async () => {
    const gate = createPauseGate()
    const [first, second] = [gate.close(), gate.close()]
    first()
    first()
    expect([gate.asks, await isOver(gate.pass())]).toEqual([1, false])
    second()
    second()
    expect(gate.asks).toBe(0)
  })

  it('holds those it had let go where somebody asks again before they got through', async () => {
    const gate = createPauseGate()
    const end = gate.close()
    const passing = gate.pass()
    end()
    const again = gate.close()
    expect(await isOver(passing)).toBe(false)
    again()
    expect(await isOver(passing)).toBe(true)
  })

  it('an abort ends the waiting with its reason, whether it came before or after', async () => {
    const gate = createPauseGate()
    const stop = new AbortController()
    const end = gate.close()
    const passing = gate.pass(stop.signal)
    stop.abort(new Error('enough'))
    await expect(passing).rejects.toThrow('enough')
    await expect(gate.pass(stop.signal)).rejects.toThrow('enough')
    expect(await isOver(gate.pass())).toBe(false)
    end()
    expect(gate.asks).toBe(0)
  })

  it('tells when the first ask begins and the last one ends, until it is not heard any more', () => {
    const gate = createPauseGate()
    const heard: number[] = []
    const unhear = gate.onChange((asks) => heard.push(asks))
    const [first, second] = [gate.close(), gate.close()]
    second()
    first()
    expect(heard).toEqual([1, 0])
    unhear()
    gate.close()()
    expect(heard).toEqual([1, 0])
  })
})
