import { detectOffers, type FoundModel } from '../../adapters/models/detect-offers.ts'
import { estimateSleep } from '../../ledger/estimate-sleep.ts'
import { priceOf } from '../../ledger/price-of.ts'
import { keyLimits } from '../../sleep/make-keys-limits.ts'
import type { ModelOffer } from '../reverie.ts'

/** A usual document, and the questions a model proposes for one. */
const documentBytes = 8_000
const questionsPerDocument = 12

/** Keys and servers on the machine, each with what a sleep over so many bytes would take. Nothing leaves the machine. */
export async function modelOffers(
  environment: Readonly<Record<string, string | undefined>>,
  bytes: number,
  detect: (environment: Readonly<Record<string, string | undefined>>) => Promise<readonly FoundModel[]> = detectOffers,
): Promise<readonly ModelOffer[]> {
  const documents = Math.ceil(bytes / documentBytes)
  const questions = documents * questionsPerDocument
  const { entries, paraphrases, nearMisses } = keyLimits.generative
  const keyed = { answers: Math.min(entries, questions), keysEach: paraphrases + nearMisses }
  const size = { documents, characters: bytes, questions, keyed }
  return (await detect(environment)).map(({ found, flag, model }) => {
    const { tokens, usd } = estimateSleep(size, priceOf(model))
    return { found, flag, estimate: { tokens, usd } }
  })
}
