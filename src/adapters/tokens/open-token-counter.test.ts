import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { afterEach, describe, expect, it } from 'vitest'
import { promptTokens } from '../../ledger/prompt-tokens.ts'
import { openTokenCounter, type PromptTokenCounter } from './open-token-counter.ts'

const module = new URL('../../ledger/prompt-tokens.ts', import.meta.url)
const prompt = (text: string): LanguageModelV4Prompt => [
  { role: 'system', content: 'Answer shortly.' },
  { role: 'user', content: [{ type: 'text', text }] },
]

let counter: PromptTokenCounter
afterEach(() => counter.close())

describe('openTokenCounter', () => {
  it('counts on another thread what the ledger counts', async () => {
    counter = openTokenCounter({ module })
    const texts = ['How long may a job run?', 'Größe: 15 µs — <|endoftext|>', '']
    const counted = await Promise.all(texts.map((text) => counter.count(prompt(text))))
    expect(counted).toEqual(await Promise.all(texts.map((text) => promptTokens(prompt(text)))))
  })

  it('says why it cannot count, and closes with counts under way', async () => {
    counter = openTokenCounter({ module: new URL('./nowhere.ts', import.meta.url) })
    await expect(counter.count(prompt('x'))).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('nowhere') })
    const late = counter.count(prompt('y')).catch((cause: unknown) => cause)
    await counter.close()
    expect(await late).toMatchObject({ code: 'internal' })
    await expect(counter.count(prompt('z'))).rejects.toMatchObject({ message: expect.stringContaining('closed') })
  })
})
