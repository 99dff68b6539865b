import { expect, it } from 'vitest'
import { createScriptedReverie } from '../../testing/scripted-reverie.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import { parsePast } from './parse-past.ts'
import { runCli } from './run-cli.ts'

const now = Date.UTC(2026, 10, 23, 13)

it('reads how long ago something was, or a time that has passed', () => {
  expect(parsePast('24h', now, '--since')).toBe(Date.UTC(2026, 10, 22, 13))
  expect(parsePast('2026-11-23', now, '--since')).toBe(Date.UTC(2026, 10, 23))
  for (const text of ['2026-11-24', '2026-11-23T13:00:01Z', '2126-01-01'])
    expect(() => parsePast(text, now, '--since'), text).toThrow(expect.objectContaining({ code: 'bad-argument' }))
})

it.each(['ledger', 'gaps'])('%s refuses to count from a time that has not come, as it refuses what is no time', async (command) => {
  const refused = async (since: string) => {
    const terminal = createScriptedTerminal({ now })
    const { reverie } = createScriptedReverie({})
    const dependencies = { openReverie: async () => reverie, openModel: async () => Promise.reject(new Error('none is named')) }
    return { code: await runCli([command, '--since', since], terminal, dependencies), err: terminal.err(), out: terminal.out() }
  }
  const future = await refused('2026-12-01')
  expect(future).toMatchObject({ code: 2, out: '' })
  expect(future.err).toContain('--since is in the future: it names 2026-12-01T00:00Z, and it is 2026-11-23T13:00Z.')
  expect((await refused('whenever')).code).toBe(future.code)
})
