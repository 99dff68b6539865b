import type { Guard } from './guard.ts'

const obliging =
  /\b(?:must|ha(?:ve|s|d) to|should|ought|required?|requires|requirement|mandatory|compulsory|obliged|obligatory|necessary)\b/i

/** Fires where one question asks what has to be and the other what is or may be; resolved where the quotation speaks of the duty asked about. */
export const modalityGuard: Guard = (asked, prepared, quote) => {
  const wanted = obliging.exec(asked)?.[0]
  const had = obliging.exec(prepared)?.[0]
  if ((wanted === undefined) === (had === undefined)) return null
  return {
    guard: 'modality',
    saw: wanted === undefined ? `asked without "${had}", prepared for with it` : `asked "${wanted}", prepared for without`,
    resolved: wanted !== undefined && obliging.test(quote),
  }
}
