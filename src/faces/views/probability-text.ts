/** A probability with as many digits as tell it from 1: `0.410`, `0.997`, `0.9996`; `<0.001` and `>0.99999` at the ends. */
export function probabilityText(probability: number): string {
  if (probability < 0.001) return probability === 0 ? '0' : '<0.001'
  if (probability > 0.99999) return probability === 1 ? '1' : '>0.99999'
  return probability.toFixed(Math.max(3, Math.floor(-Math.log10(1 - probability)) + 1))
}
