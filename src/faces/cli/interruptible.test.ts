import { describe, expect, test } from 'vitest'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import { interruptible } from './interruptible.ts'

function start() {
  const terminal = createScriptedTerminal()
  const seen: { signal?: AbortSignal } = {}
  const work = Promise.withResolvers<string>()
  const ended = interruptible(terminal, (signal) => {
    seen.signal = signal
    return work.promise
  })
  return { terminal, seen, work, ended }
}

describe('Ctrl-C', () => {
  test('aborts once; the same press passed on by npm and the launcher does not end the process', async () => {
    const { terminal, seen, work, ended } = start()
    terminal.interrupt()
    terminal.pass(20)
    terminal.interrupt()
    expect(seen.signal?.aborted).toBe(true)
    expect(terminal.exits).toEqual([])
    work.resolve('kept')
    expect(await ended).toBe('kept')
    terminal.pass(2000)
    expect(terminal.exits).toEqual([])
  })

  test('a second press ends the process', () => {
    const { terminal } = start()
    terminal.interrupt()
    terminal.pass(500)
    terminal.interrupt()
    expect(terminal.exits).toEqual([130])
  })

  test('work that does not stop is left within a second', () => {
    const { terminal } = start()
    terminal.interrupt()
    terminal.pass(1000)
    expect(terminal.exits).toEqual([130])
  })
})
