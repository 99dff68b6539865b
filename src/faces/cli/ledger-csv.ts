import { stringify } from 'csv-stringify/sync'
import type { LedgerView } from '../views/ledger-view.ts'

/** Columns of the table, in their order; a saving has no side, purpose, model or channel. */
export const ledgerColumns = [
  'kind',
  'id',
  'at',
  'side',
  'purpose',
  'model',
  'channel',
  'predictor',
  'region',
  'question',
  'state',
  'input_tokens',
  'cached_tokens',
  'output_tokens',
  'reasoning_tokens',
  'reserved_tokens',
  'tokens',
  'micros',
  'ms',
  'cause',
  'wasted',
] as const

/**
 * The rows of a ledger as CSV (RFC 4180): a header, CRLF, a field empty where nothing is known. Times are ISO 8601 in UTC. Text
 * that a spreadsheet would run as a formula, such as a folder called `=…`, stands after an apostrophe (OWASP, CSV injection).
 */
export function ledgerCsv({ rows }: LedgerView): string {
  const records = rows.map((row): Partial<Record<(typeof ledgerColumns)[number], string | number | null>> => {
    const same = { ...row, at: new Date(row.at).toISOString() }
    if (row.kind === 'saving') return { ...same, state: row.served, cause: row.entry }
    return {
      ...same,
      input_tokens: row.inputTokens,
      cached_tokens: row.cachedTokens,
      output_tokens: row.outputTokens,
      reasoning_tokens: row.reasoningTokens,
      reserved_tokens: row.reservedTokens,
      wasted: row.isWasted ? 1 : 0,
    }
  })
  return stringify(records, { header: true, columns: [...ledgerColumns], record_delimiter: '\r\n', escape_formulas: true })
}
