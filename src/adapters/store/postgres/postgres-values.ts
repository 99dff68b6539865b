import type { CustomTypesConfig } from 'pg'
import { ReverieError } from '../../../spec/errors.ts'

/** Type numbers of https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const bool = 16
const bytea = 17
const int8 = 20
const numeric = 1700

/**
 * How values are read: as SQLite gives them. 64-bit integers and sums are numbers, a comparison is 0 or 1, bytes are a
 * Uint8Array with a buffer of its own. For our connections only: the driver's global table is left alone.
 */
export function postgresTypes(fallback: CustomTypesConfig): CustomTypesConfig {
  const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
    [bool, (text) => (text === 't' ? 1 : 0)],
    [bytea, bytesOf],
    [int8, wholeNumber],
    [numeric, Number],
  ])
  return {
    getTypeParser: (oid: number, format?: 'text' | 'binary') => {
      const own = format === 'binary' ? undefined : parsers.get(oid)
      // Its overloads tell each type apart; ours are found by number.
      return own ?? (fallback.getTypeParser as (oid: number, format?: string) => (text: string) => unknown)(oid, format)
    },
  } as CustomTypesConfig
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new ReverieError('internal', `The database holds ${text}, which is beyond what a number can tell apart.`)
}

/** `\x` and two hexadecimal digits a byte. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length - 2) / 2)
  Buffer.from(bytes.buffer).write(text.slice(2), 'hex')
  return bytes
}

/**
 * A parameter as it is sent. Text cannot hold U+0000 in PostgreSQL: U+FFFD stands for it, in what is written and in what
 * is looked for alike. Throws `bad-argument` for what is no value of a database. `owned` copies bytes, which the caller
 * may change before they are sent.
 */
export function boundValue(value: unknown, owned: boolean): null | string | number | bigint | boolean | Uint8Array {
  // Booleans are for the catalogue only: the schema has none.
  if (value === null || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return value
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return owned ? bytes.slice() : bytes
  }
  throw new ReverieError('bad-argument', `A parameter of a statement is neither null, a number, text nor bytes, but ${typeof value}.`)
}
