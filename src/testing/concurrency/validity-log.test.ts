import { describe, expect, it } from 'vitest'
import { createValidityLog } from './validity-log.ts'

describe('the oracle of validity', () => {
  it('counts a value from the beginning of its write until the next one is acknowledged', () => {
    const log = createValidityLog()
    log.writing('lamp', '1')()
    const early = log.tick()
    const acknowledged = log.writing('lamp', '2')
    const during = log.tick()
    acknowledged()
    const after = log.tick()
    expect(log.wasValid('lamp', '2', early, early)).toBe(false)
    expect(log.wasValid('lamp', '1', during, during)).toBe(true)
    expect(log.wasValid('lamp', '2', during, during)).toBe(true)
    expect(log.wasValid('lamp', '1', after, after)).toBe(false)
    expect(log.wasValid('lamp', '1', during, after)).toBe(true)
  })

  it('counts nothing of what was taken away, until it is written again', () => {
    const log = createValidityLog()
    log.writing('lamp', '1')()
    log.writing('lamp', null)()
    const gone = log.tick()
    expect(log.wasValid('lamp', '1', gone, gone)).toBe(false)
    log.writing('lamp', '1')()
    expect(log.wasValid('lamp', '1', gone, log.tick())).toBe(true)
    expect(log.spansAround('lamp', gone, gone).at(-1)?.value).toBeNull()
  })
})
