import { expect, test } from 'vitest'
import { modelOffers } from './model-offers.ts'
import { offerLines } from './offer-lines.ts'

test('what is found is offered with its flag, tokens and price; what runs here costs nothing', async () => {
  const offers = await modelOffers({}, 100_000, async () => [
    { found: 'OPENAI_API_KEY is set', model: 'openai/gpt-6-luna', flag: '--model openai/gpt-6-luna' },
    { found: 'Ollama is running with qwen3:8b', model: 'ollama/qwen3:8b', flag: '--model ollama/qwen3:8b' },
    { found: 'a server of unknown price', model: 'x/y', flag: '--model x/y' },
  ])
  expect(offerLines(offers)).toEqual([
    expect.stringMatching(
      /^Not used: OPENAI_API_KEY is set\. --model openai\/gpt-6-luna would use it: ≈830,000 tokens, about \$\d+\.\d+\.$/,
    ),
    'Not used: Ollama is running with qwen3:8b. --model ollama/qwen3:8b would use it: ≈830,000 tokens, no charge.',
    'Not used: a server of unknown price. --model x/y would use it: ≈830,000 tokens, price unknown.',
  ])
})
