import { Cron } from 'croner'
import { ReverieError } from '../../spec/errors.ts'

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }
const longestMs = 7 * 24 * 3_600_000

/** A duration such as `30m`, `2h` or `1h30m`, in ms. Throws `bad-argument`. */
export function parseDuration(text: string, option: string): number {
  const parts = [...text.trim().matchAll(/(\d{1,5})([smh])/g)]
  const ms = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0), 0)
  if (parts.map(([part]) => part).join('') === text.trim() && ms > 0 && ms <= longestMs) return ms
  throw new ReverieError('bad-argument', `${option} is "${text}", which is no duration.`, {
    hint: 'Write it as 30m, 2h or 1h30m; a week at most.',
  })
}

/** The next time it is `HH:MM` here, epoch ms: where a clock change leaves that out, what stands in for it. Throws `bad-argument`. */
export function parseClockTime(text: string, now: number, option: string): number {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) ?? []
  const next = hours === undefined ? null : new Cron(`${Number(minutes)} ${Number(hours)} * * *`, { paused: true }).nextRun(new Date(now))
  if (next !== null) return next.getTime()
  throw new ReverieError('bad-argument', `${option} is "${text}", which is no time of day.`, { hint: 'Write it as 06:00.' })
}
