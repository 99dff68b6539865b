import { ReverieError } from '../../spec/errors.ts'

/** Hard caps of one sleep: tokens, US dollars, or both. */
export interface Budget {
  readonly tokens?: number | undefined
  readonly usd?: number | undefined
}

const form = /^(?<dollar>\$)?(?<amount>\d+(?:[\d_]*\d)?(?:\.\d+)?|\.\d+)\s*(?<unit>k|m|usd|tokens?)?$/i

/**
 * Reads a budget as a person types it: `200k`, `1.5M`, `200_000 tokens`, `$0.25`, `0.25usd`, or both with a comma
 * (`200k,$0.25`). Throws `bad-argument` naming what is allowed.
 */
export function parseBudget(text: string): Budget {
  const budget: { tokens?: number; usd?: number } = {}
  for (const part of text.split(',')) {
    const { dollar, amount, unit } = form.exec(part.trim())?.groups ?? {}
    const value = Number((amount ?? '').replaceAll('_', ''))
    const money = dollar === '$' || unit?.toLowerCase() === 'usd'
    if (amount === undefined || (dollar === '$' && unit !== undefined && unit.toLowerCase() !== 'usd')) throw unreadable(text)
    if (money) budget.usd = value
    else budget.tokens = wholeTokens(value * scale(unit), text)
  }
  return budget
}

/** The budget of {@link parseBudget} as a person reads it: `200,000 tokens and $0.25`. */
export function describeBudget(budget: Budget): string {
  const parts: string[] = []
  if (budget.tokens !== undefined) parts.push(`${budget.tokens.toLocaleString('en-US')} tokens`)
  if (budget.usd !== undefined) parts.push(`$${budget.usd.toFixed(2)}`)
  return parts.join(' and ')
}

function scale(unit: string | undefined): number {
  if (unit === undefined) return 1
  return { k: 1_000, m: 1_000_000 }[unit.toLowerCase()] ?? 1
}

function wholeTokens(tokens: number, text: string): number {
  const whole = Math.round(tokens)
  if (Math.abs(whole - tokens) > 1e-6) {
    throw new ReverieError('bad-argument', `A budget in tokens is a whole number, and "${text}" is ${tokens} tokens.`, {
      hint: `For dollars write --usd ${text} or '$${text}'.`,
    })
  }
  return whole
}

function unreadable(text: string): ReverieError {
  return new ReverieError('bad-argument', `A budget is a number of tokens (200k, 1.5M) or dollars ($0.25), and this is "${text}".`, {
    hint: `In a shell quote the dollar sign: --budget '$0.25', or write --usd 0.25.`,
  })
}
