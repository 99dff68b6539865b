import { ReverieError } from '../../../spec/errors.ts'

/** The optional package that speaks PostgreSQL's protocol. */
export type PgPackage = Pick<typeof import('pg'), 'Pool' | 'types'>

/** Loads `pg`; throws `package-missing` with the command that installs it where it is not there. */
export async function loadPg(load: () => Promise<PgPackage> = () => import('pg')): Promise<PgPackage> {
  try {
    return await load()
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    throw new ReverieError('package-missing', 'A PostgreSQL database needs the package pg, which is not installed.', {
      cause,
      hint: 'npm install pg',
    })
  }
}

function isMissing(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('code' in cause)) return false
  return (cause.code === 'ERR_MODULE_NOT_FOUND' || cause.code === 'MODULE_NOT_FOUND') && /'pg'/.test(cause.message)
}
