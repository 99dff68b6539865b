import type { SpendCap } from '../../ledger/spend-cap.ts'

/** What all spenders together may spend: 200 calls of 10 tokens. */
export const spenderCap: SpendCap = { per: 'month', where: 'everywhere', tokens: 2000, usd: 0.02 }
