import { randomFillSync } from 'node:crypto'

/** Chance as the stages see it; tests pass a seeded one. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** A fresh identifier of 16 lower-case letters and digits. */
  id(): string
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

export const systemRandom: Random = {
  next: () => Math.random(),
  id: () => Array.from(randomFillSync(new Uint8Array(16)), (byte) => alphabet[byte & 31]).join(''),
}
