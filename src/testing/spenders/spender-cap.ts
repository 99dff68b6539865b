import type { SpendCap } from '../../ledger/spend-cap.ts'

const most = { tokens: 2000, usd: 0.02 } as const

/** What all spenders together may spend, 200 calls of 10 tokens, by one window or another. */
export const spenderCaps: readonly SpendCap[] = [
  { per: 'month', where: 'everywhere', ...most },
  { per: 'day', where: 'everywhere', ...most },
  { per: 'month', ...most },
  { per: 'day', ...most },
  { per: 'day', purpose: 'distil', ...most },
]
