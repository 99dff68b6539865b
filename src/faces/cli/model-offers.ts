import { detectOffers, type FoundModel } from '../../adapters/models/detect-offers.ts'
import { priceOf } from '../../ledger/price-of.ts'
import type { ModelOffer } from '../reverie.ts'

/** Tokens a first sleep takes for a byte of documents: what `plan` estimates for documents of some 8 kB each. */
const tokensPerByte = 7.4
const inputShare = 0.85

/** Keys and servers on the machine, each with what a sleep over so many bytes would take. Nothing leaves the machine. */
export async function modelOffers(
  environment: Readonly<Record<string, string | undefined>>,
  bytes: number,
  detect: (environment: Readonly<Record<string, string | undefined>>) => Promise<readonly FoundModel[]> = detectOffers,
): Promise<readonly ModelOffer[]> {
  const tokens = Math.round(bytes * tokensPerByte)
  return (await detect(environment)).map(({ found, flag, model }) => {
    const price = priceOf(model)
    const usd = price === null ? null : (tokens * (price.input * inputShare + price.output * (1 - inputShare))) / 1e6
    return { found, flag, estimate: { tokens, usd } }
  })
}
