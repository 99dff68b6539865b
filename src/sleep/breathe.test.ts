import { describe, expect, it } from 'vitest'
import { breathe } from './breathe.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('a breath', () => {
  it('waits while somebody asks', async () => {
    const gate = Promise.withResolvers<void>()
    let isOver = false
    const breath = breathe({ signal: undefined, pause: () => gate.promise }).then(() => {
      isOver = true
    })
    await turn()
    await turn()
    expect(isOver).toBe(false)
    gate.resolve()
    await breath
  })

  it('lets others have the thread', async () => {
    let hasRun = false
    setImmediate(() => {
      hasRun = true
    })
    await breathe({ signal: undefined })
    expect(hasRun).toBe(true)
  })

  it('ends at once where it was told to stop, before or while it waits, whatever the pause makes of that', async () => {
    const stop = new AbortController()
    const never = new Promise<void>(() => {})
    const waiting = breathe({ signal: stop.signal, pause: () => never })
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toMatchObject({ code: 'aborted', cause: stop.signal.reason })
    await expect(breathe({ signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' })
    const own = new AbortController()
    const rejecting = breathe({
      signal: own.signal,
      pause: () => new Promise((_, reject) => own.signal.addEventListener('abort', () => reject(own.signal.reason))),
    })
    own.abort(new Error('enough'))
    await expect(rejecting).rejects.toMatchObject({ code: 'aborted' })
  })
})
