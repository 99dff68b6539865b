import { expect, it } from 'vitest'
import { createScriptedReverie } from '../../testing/scripted-reverie.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import type { CliDependencies, ModelRequest } from './cli-dependencies.ts'
import { modelRequest } from './model-request.ts'
import { runCli } from './run-cli.ts'

const price = { input: 1, output: 4, cachedInput: 0.1, batchFactor: 0.5, flexFactor: 0.6 }

it('is what the configuration names, the whole price and nothing undefined', () => {
  expect(modelRequest({})).toBeNull()
  expect(modelRequest({ model: 'ollama/x', price })).toStrictEqual({ name: 'ollama/x', price })
  expect(modelRequest({ model: 'ollama/x', price: { input: 1, output: 4, cachedInput: undefined } })).toStrictEqual({
    name: 'ollama/x',
    price: { input: 1, output: 4 },
  })
})

it('is what every command opens', async () => {
  const opened: ModelRequest[] = []
  const dependencies: CliDependencies = {
    openReverie: async () => createScriptedReverie({ status: async () => Promise.reject(new Error('seen enough')) }).reverie,
    openModel: async (request) => {
      opened.push(request)
      throw new Error('seen enough')
    },
  }
  for (const command of ['status', 'doctor', 'up'])
    await runCli([command, '--model', 'ollama/x', '--base-url', 'http://127.0.0.1:9/v1'], createScriptedTerminal(), dependencies)
  expect(opened).toEqual(Array.from({ length: 3 }, () => ({ name: 'ollama/x', baseUrl: 'http://127.0.0.1:9/v1' })))
})
