import { ReverieError } from '../../../spec/errors.ts'

/** Where a PostgreSQL store is. */
export interface ConnectionTarget {
  /** What the driver is given. */
  readonly connectionString: string
  /** The schema that holds Reverie's tables; nothing outside it is touched. */
  readonly schema: string
  /** The address as people may see it: without the password. */
  readonly label: string
}

const defaultSchema = 'reverie'
/** PostgreSQL cuts longer names off, so two of them could be one. */
const longestName = 63

/**
 * Reads a `postgres://` or `postgresql://` URL. Its parameter `schema` is ours, the others are the driver's
 * (https://node-postgres.com/features/connecting). Throws `bad-argument`; its message never holds the password.
 */
export function connectionTarget(connection: string, schema?: string): ConnectionTarget {
  const url = parsed(connection)
  const chosen = schema ?? url.searchParams.get('schema') ?? defaultSchema
  url.searchParams.delete('schema')
  if (chosen === '' || chosen.includes('\0') || Buffer.byteLength(chosen) > longestName || chosen.startsWith('pg_')) {
    throw new ReverieError(
      'bad-argument',
      `"${chosen}" cannot name a schema: expected 1 to ${longestName} bytes that do not begin with "pg_".`,
    )
  }
  return { connectionString: url.href, schema: chosen, label: shown(url, chosen) }
}

function parsed(connection: string): URL {
  const url = URL.parse(connection) ?? URL.parse(connection.replace('@/', '@localhost/'))
  if (url !== null && /^postgres(?:ql)?:$/.test(url.protocol)) return url
  throw new ReverieError('bad-argument', 'The address of the database is not one PostgreSQL has.', {
    hint: 'Write it as postgres://user:password@host:5432/database.',
  })
}

function shown(url: URL, schema: string): string {
  const safe = new URL(url)
  if (safe.password !== '') safe.password = '***'
  if (safe.searchParams.has('password')) safe.searchParams.set('password', '***')
  if (schema !== defaultSchema) safe.searchParams.set('schema', schema)
  return safe.href
}
