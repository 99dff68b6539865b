import type { Spend } from '../../spec/answer.ts'

/** 12,345 */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** `1 document`, `2 documents`; `many` where the plural is not made by an s. */
export function formatThings(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** A count that is an estimate, to two significant digits: `≈3,900`. */
export function formatAbout(count: number): string {
  return `≈${formatCount(Number(count.toPrecision(2)))}`
}

/** A share as a percentage, to three significant digits: `1 %`, `0.25 %`, `61.4 %`. */
export function formatShare(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`
}

/** Dollars with as many digits as the amount needs: `$1.25`, `$0.0031`. */
export function formatUsd(usd: number): string {
  if (usd === 0 || usd >= 0.1) return `$${usd.toFixed(2)}`
  return `$${usd.toFixed(Math.min(6, 1 - Math.floor(Math.log10(usd))))}`
}

/** What a model cost: `1,234 tokens, $0.0031`; `nothing` where no model was called. */
export function formatSpend(spend: Spend): string {
  const tokens = spend.inputTokens + spend.outputTokens
  if (tokens === 0) return 'nothing'
  const price = spend.usd === null ? 'price unknown' : formatUsd(spend.usd)
  return `${formatThings(tokens, 'token')} (${formatCount(spend.inputTokens)} in, ${formatCount(spend.outputTokens)} out), ${price}`
}

/** Bytes in the unit a person reads: `3.1 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}
