import { expect, it } from 'vitest'
import { plainQuote } from './plain-quote.ts'

it.each([
  ['/** Paths never shown. */\nreadonly localOnly?: string[]', 'Paths never shown.\nreadonly localOnly?: string[]'],
  ['Files larger than this are skipped\n   * and named. Default 2 MiB.', 'Files larger than this are skipped\nand named. Default 2 MiB.'],
  ['Paths never shown. */\n  readonly localOnly?: string[]', 'Paths never shown.\n  readonly localOnly?: string[]'],
  ['// Retried three times,\n// then given up.', 'Retried three times,\nthen given up.'],
  ['- `retries`: How often.', '- `retries`: How often.'],
  ['## Heading\n\ntext # not a comment', '## Heading\n\ntext # not a comment'],
  ['const x = 1 // one', 'const x = 1 // one'],
  ['| `--install`      | Installs.      |', '| `--install` | Installs. |'],
])('reads %j as %j', (quote, plain) => {
  expect(plainQuote(quote)).toBe(plain)
})
