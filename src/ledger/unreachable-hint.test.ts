import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { openModel } from '../adapters/models/open-model.ts'
import { modelFailure } from './model-failure.ts'
import { unreachableHint } from './unreachable-hint.ts'

/** A port that nothing listens on: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** What calling a model under an address fails with. */
async function failureAt(name: string, baseUrl: string) {
  const { model } = await openModel(name, { baseUrl, env: {}, priceOf: () => null })
  const cause: unknown = await model
    .doGenerate({ prompt: [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }], maxOutputTokens: 5 })
    .then(
      () => null,
      (failed: unknown) => failed,
    )
  return modelFailure(name, cause, 0)
}

it('says which address was tried and what to do, where nothing listens there', async () => {
  const closed = await closedPort()
  for (const [host, code] of [
    [`127.0.0.1:${closed}`, 'ECONNREFUSED'],
    // None by RFC 6761.
    ['nohost.invalid', 'ENOTFOUND'],
  ] as const) {
    const { error, charge } = await failureAt('openai-compatible/local', `http://${host}/v1`)
    expect(error, code).toMatchObject({ code: 'model-failed', isRetryable: true })
    expect(charge, code).toBe('none')
    expect(error.hint).toBe(
      `http://${host}/v1 was tried. Start the server there, or set its address with --base-url, REVERIE_BASE_URL or \`baseUrl\` in the configuration.`,
    )
  }
})

it('names what each provider is set by', () => {
  const local = 'http://user:secret@127.0.0.1:11434/v1/chat/completions'
  expect(unreachableHint('ollama/qwen3:4b', local)).toMatch(
    /^http:\/\/127\.0\.0\.1:11434\/v1 was tried\. Start it there \(ollama serve\).*OLLAMA_HOST/,
  )
  const google = 'https://generativelanguage.googleapis.com/v1beta/models/gemini-3-flash:generateContent?key=secret'
  expect(unreachableHint('google/gemini-3-flash', google)).toMatch(
    /^https:\/\/generativelanguage\.googleapis\.com\/v1beta was tried\. Is this machine connected/,
  )
  expect(unreachableHint('openai/gpt-6-sol')).toMatch(/^Is this machine connected/)
})
