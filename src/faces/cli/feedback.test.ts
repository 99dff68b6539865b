import { expect, test } from 'vitest'
import { ReverieError } from '../../spec/errors.ts'
import { createScriptedReverie, type ReverieScript } from '../../testing/scripted-reverie.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import type { FeedbackReceipt } from '../reverie.ts'
import { runCli } from './run-cli.ts'

const receipt: FeedbackReceipt = {
  ask: 'k3x9Qm2Zw8rT',
  question: 'Which port\u001b[31m is used?',
  verdict: 'wrong',
  served: 'hit',
  entry: 'e1',
  preparedFor: 'Which port does the server listen on?',
  label: 'added',
  blocked: true,
  gate: { class: 'number', state: 'closed', reason: '3 of 3 were wrong' },
  next: 'It is not served to this question again.',
}

async function run(words: readonly string[], script: ReverieScript = { feedback: async () => receipt }) {
  const terminal = createScriptedTerminal({})
  const { reverie, calls, isClosed } = createScriptedReverie(script)
  const code = await runCli(words, terminal, {
    openReverie: async () => reverie,
    openModel: async ({ name }) => {
      throw new ReverieError('model-unknown', `No ${name}.`)
    },
  })
  return { code, out: terminal.out(), err: terminal.err(), calls, isClosed }
}

test('a verdict goes to the library as it was given, and what it did is said without escape sequences', async () => {
  const { code, out, calls, isClosed } = await run(['feedback', 'k3x9', 'wrong', '--note', 'it is 4000'])
  expect(code).toBe(0)
  expect(calls[0]).toMatchObject({ method: 'feedback', args: [{ ask: 'k3x9', verdict: 'wrong', note: 'it is 4000' }, {}] })
  expect(out).toBe(
    'wrong · hit · "Which port is used?", prepared for "Which port does the server listen on?"\nIt is not served to this question again.\n',
  )
  expect(isClosed()).toBe(true)
})

test('--json prints the receipt', async () => {
  const { out } = await run(['--json', 'feedback', 'k3x9', 'right'])
  expect(JSON.parse(out)).toEqual(receipt)
})

test.each([
  [['feedback', 'k3x9', 'meh'], 2, 'A verdict is right or wrong, found "meh".'],
  [['feedback', 'k3x9'], 2, "missing required argument 'verdict'"],
  [['feedback'], 2, "missing required argument 'ask'"],
])('%j: exit code %i', async (words, code, message) => {
  const result = await run(words)
  expect(result).toMatchObject({ code, calls: [] })
  expect(result.err).toContain(message)
})

test('an unknown ask is nothing found', async () => {
  const feedback = async () => {
    throw new ReverieError('not-found', 'No ask of this scope has an id that starts with "zzz".')
  }
  expect(await run(['feedback', 'zzz', 'wrong'], { feedback })).toMatchObject({ code: 3, out: '' })
})
