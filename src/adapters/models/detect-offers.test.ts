import { describe, expect, it } from 'vitest'
import { detectOffers, probeLoopback } from './detect-offers.ts'
import { isLoopback, ollamaBaseUrl } from './ollama-base-url.ts'

describe('detectOffers', () => {
  it('points out keys and a running Ollama with the flag that would use them', async () => {
    const asked: [string, number][] = []
    const probe = async (url: string, timeoutMs: number) => {
      asked.push([url, timeoutMs])
      return { models: [{ name: 'nomic-embed-text' }, { name: 'qwen3:8b' }, { name: 'llama4' }] }
    }
    const offers = await detectOffers({ OPENAI_API_KEY: 'sk-secret', GEMINI_API_KEY: ' ' }, probe)
    expect(offers).toEqual([
      { found: 'OPENAI_API_KEY is set', model: 'openai/gpt-6-luna', flag: '--model openai/gpt-6-luna' },
      { found: 'Ollama is running with qwen3:8b and 1 more', model: 'ollama/qwen3:8b', flag: '--model ollama/qwen3:8b' },
    ])
    expect(asked).toEqual([['http://127.0.0.1:11434/api/tags', 200]])
  })

  it('finds nothing where there is nothing, and asks no other machine', async () => {
    expect(await detectOffers({}, async () => null)).toEqual([])
    const asked: string[] = []
    await detectOffers({ OLLAMA_HOST: 'gpu.example.com' }, async (url) => asked.push(url))
    expect(asked).toEqual([])
    expect(await probeLoopback('http://example.com/', 200)).toBeNull()
    expect(await probeLoopback('http://127.0.0.1:1/api/tags', 200)).toBeNull()
  })
})

describe('ollamaBaseUrl', () => {
  it.each([
    [undefined, 'http://127.0.0.1:11434/v1'],
    ['0.0.0.0', 'http://127.0.0.1:11434/v1'],
    ['localhost:9999', 'http://localhost:9999/v1'],
    ['http://box:8080/ollama/', 'http://box:8080/ollama/v1'],
    ['https://ollama.example.com', 'https://ollama.example.com/v1'],
    ['::not a host::', 'http://127.0.0.1:11434/v1'],
  ])('reads OLLAMA_HOST=%s', (host, url) => {
    expect(ollamaBaseUrl({ OLLAMA_HOST: host })).toBe(url)
  })

  it('knows loopback from elsewhere', () => {
    expect(['http://127.0.0.1:1', 'http://localhost', 'http://[::1]:2'].every(isLoopback)).toBe(true)
    expect(['http://10.0.0.1', 'http://localhost.example.com', 'http://127.0.0.1.example.com'].some(isLoopback)).toBe(false)
  })
})
