import type { Guard } from './guard.ts'

const excluding =
  /\b(?:apart from|other than|besides|aside from|except(?: for)?|excluding|instead of|rather than|in addition to|what else|anything else|what other|which other|any other)\b/i

/** Fires where one question leaves something out or asks for what there is beside it, and the other does not; resolved where the quotation leaves out too. */
export const exclusionsGuard: Guard = (asked, prepared, quote) => {
  const wanted = excluding.exec(asked)?.[0]
  const had = excluding.exec(prepared)?.[0]
  if ((wanted === undefined) === (had === undefined)) return null
  return {
    guard: 'exclusions',
    saw: wanted === undefined ? `asked without "${had}", prepared for with it` : `asked "${wanted}", prepared for without`,
    resolved: wanted !== undefined && excluding.test(quote),
  }
}
