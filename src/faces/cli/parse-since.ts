import { ReverieError } from '../../spec/errors.ts'

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** A time as people write it: `7d` (ago; m, h, d, w), or a date or time (ISO 8601, in UTC where it names no zone). Epoch ms. Throws `bad-argument`. */
export function parseSince(text: string, now: number, option: string): number {
  const ago = /^(\d{1,6})([mhdw])$/.exec(text.trim())
  if (ago !== null) {
    const [, count = '', unit = ''] = ago
    if (unit === 'm' || unit === 'h' || unit === 'd' || unit === 'w') return now - Number(count) * unitMs[unit]
  }
  const date = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text.trim())
  if (date !== null) {
    const iso = text.trim().replace(' ', 'T')
    const at = Date.parse(iso.includes('T') && date[1] === undefined ? `${iso}Z` : iso)
    // 2026-02-30 would be taken for the second of March.
    if (!Number.isNaN(at) && new Date(Date.parse(iso.slice(0, 10))).toISOString().startsWith(iso.slice(0, 10))) return at
  }
  throw new ReverieError('bad-argument', `${option} is "${text}", which is no time.`, {
    hint: 'Write how long ago (90m, 24h, 7d, 2w) or a date (2026-11-01, 2026-11-01T18:00Z).',
  })
}
