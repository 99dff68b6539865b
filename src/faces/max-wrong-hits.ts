import { ReverieError } from '../spec/errors.ts'

/** The highest share of wrong hits that is allowed where nothing else is set. */
export const defaultMaxWrongHits = 0.01

/** The share of wrong hits that is configured, or the default. Throws `bad-config` for what is no share above 0 and below a half. */
export function configuredMaxWrongHits(given: number | undefined): number {
  if (given === undefined) return defaultMaxWrongHits
  if (given > 0 && given < 0.5) return given
  throw new ReverieError('bad-config', `maxWrongHits is a share above 0 and below 0.5, found ${given}.`, {
    hint: `Leave it out for ${defaultMaxWrongHits}: at most one wrong in a hundred prepared answers served.`,
  })
}

/**
 * The share of wrong hits an ask allows: what it asks for, else what is configured. `name` is what the caller calls it.
 * Throws `bad-argument` for what is no share above 0, and for a looser one than configured: an ask only tightens it.
 */
export function maxWrongHitsOf(asked: number | undefined, configured: number, name = 'maxWrongHits'): number {
  if (asked === undefined) return configured
  const hint = `Give a share above 0 and at most ${configured}, or leave it out for ${configured}.`
  if (!(asked > 0 && asked < 1)) throw new ReverieError('bad-argument', `${name} is a share above 0 and below 1, found ${asked}.`, { hint })
  if (asked > configured) {
    throw new ReverieError(
      'bad-argument',
      `${name} ${asked} is looser than the ${configured} that is configured: an ask can only tighten it.`,
      {
        hint: `${hint} The configuration's maxWrongHits loosens it for every ask.`,
      },
    )
  }
  return asked
}
