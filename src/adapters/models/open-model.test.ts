import { describe, expect, it } from 'vitest'
import { startOpenAiServer } from '../../testing/openai-server.ts'
import { installedPackages } from './load-provider.ts'
import { openModel } from './open-model.ts'

const priceOf = () => null
const noEnv = { env: {}, priceOf }

describe('openModel', () => {
  it.each([
    ['gpt-4.1', 'names no provider'],
    ['mistral/large', '"mistral" is no known provider'],
    ['openai/', 'names no model'],
  ])('refuses %s and says what a name looks like', async (name, said) => {
    await expect(openModel(name, noEnv)).rejects.toMatchObject({ code: 'model-unknown', message: expect.stringContaining(said) })
  })

  it.each([
    ['openai/gpt-4.1', 'OPENAI_API_KEY'],
    ['anthropic/claude-haiku-5-5', 'ANTHROPIC_API_KEY'],
    ['google/gemini-3.8-flash', 'GOOGLE_GENERATIVE_AI_API_KEY'],
  ])('names the variable that %s misses, and opens with it', async (name, variable) => {
    await expect(openModel(name, noEnv)).rejects.toMatchObject({ code: 'bad-config', hint: expect.stringContaining(variable) })
    const opened = await openModel(name, { env: { [variable]: 'key' }, priceOf: () => ({ input: 1, output: 2 }) })
    expect(opened).toMatchObject({
      name,
      price: { input: 1, output: 2 },
      model: { specificationVersion: 'v4', modelId: name.split('/')[1] },
    })
  })

  it('needs an http address for a compatible server', async () => {
    await expect(openModel('openai-compatible/qwen', noEnv)).rejects.toMatchObject({ hint: expect.stringContaining('REVERIE_BASE_URL') })
    await expect(openModel('openai-compatible/qwen', { env: { REVERIE_BASE_URL: 'localhost' }, priceOf })).rejects.toMatchObject({
      code: 'bad-config',
    })
  })

  it('names the package and the command where a package is not installed', async () => {
    const missing = () =>
      import('node:fs').then(() =>
        Promise.reject(Object.assign(new Error("Cannot find package '@ai-sdk/openai'"), { code: 'ERR_MODULE_NOT_FOUND' })),
      )
    const opening = openModel('openai/gpt-4.1', {
      env: { OPENAI_API_KEY: 'key' },
      priceOf,
      packages: { ...installedPackages, openai: missing },
    })
    await expect(opening).rejects.toMatchObject({ code: 'model-missing-package', hint: 'npm install @ai-sdk/openai' })
  })

  it('speaks to Ollama where OLLAMA_HOST says, with models that hold colons and slashes', async () => {
    await using server = await startOpenAiServer({ script: [{ kind: 'text', text: 'hello' }] })
    const env = { OLLAMA_HOST: new URL(server.baseUrl).host }
    const { model, maxPromptTokens } = await openModel('ollama/hf.co/org/model:8b', { env, priceOf })
    const { content } = await model.doGenerate({ prompt: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }] })
    expect(content).toEqual([{ type: 'text', text: 'hello' }])
    expect(server.requests[0]).toMatchObject({ url: '/v1/chat/completions', body: { model: 'hf.co/org/model:8b' } })
    expect(maxPromptTokens).toBeLessThan(4096)
  })
})
