import { ReverieError } from '../../spec/errors.ts'
import { parseSince } from './parse-since.ts'

/** A time as {@link parseSince} reads it that is not in the future: from then on there is nothing yet. Epoch ms. Throws `bad-argument`. */
export function parsePast(text: string, now: number, option: string): number {
  const at = parseSince(text, now, option)
  if (at <= now) return at
  const [given, present] = [at, now].map((time) => new Date(time).toISOString().replace(/:\d\d\.\d+Z$/, 'Z'))
  throw new ReverieError('bad-argument', `${option} is in the future: it names ${given}, and it is ${present}.`, {
    hint: 'Give a time that has passed; without a zone times are in UTC.',
  })
}
