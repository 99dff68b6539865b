import { expect, it } from 'vitest'
import { openAnthropicBatches } from './anthropic-batches.ts'
import { openOpenAiBatches } from './openai-batches.ts'

const missing = async () => {
  throw Object.assign(new Error("Cannot find package 'openai'"), { code: 'ERR_MODULE_NOT_FOUND' })
}
const modelOver = () => {
  throw new Error('no model is made')
}
const options = { modelOver, apiKey: 'key', baseUrl: 'http://127.0.0.1:1/v1', packages: { openai: missing, anthropic: missing } }

it('names the package that batches need where it is not installed', async () => {
  await expect(openOpenAiBatches(options)).rejects.toMatchObject({
    code: 'package-missing',
    hint: expect.stringContaining('npm install openai'),
  })
  await expect(openAnthropicBatches(options)).rejects.toMatchObject({
    code: 'package-missing',
    hint: expect.stringContaining('npm install @anthropic-ai/sdk'),
  })
})
