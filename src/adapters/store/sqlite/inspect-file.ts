import { open, stat } from 'node:fs/promises'
import { ReverieError } from '../../../spec/errors.ts'
import { damaged } from './sqlite-error.ts'

const magic = 'SQLite format 3\0'
const headerBytes = 100

/**
 * Looks at a database file before SQLite does, which would take an empty file for a new database and throw away its log.
 * `new`: nothing there, or nothing in it. Throws `database-damaged` for what is not a whole SQLite file
 * (https://sqlite.org/fileformat.html) and never writes.
 */
export async function inspectFile(path: string): Promise<'new' | 'database'> {
  const found = await sizeOf(path)
  if (found === null) return 'new'
  const logBytes = (await sizeOf(`${path}-wal`)) ?? 0
  if (found === 0) {
    if (logBytes > 0) throw damaged(path, 'the file is empty and its write-ahead log is not')
    return 'new'
  }
  const header = await headerOf(path)
  if (header.length < headerBytes || header.toString('latin1', 0, 16) !== magic) throw damaged(path, 'the file is not a SQLite database')
  const wholeBytes = header.readUInt32BE(28) * pageBytes(header)
  const isSizeValid = header.readUInt32BE(24) === header.readUInt32BE(92)
  // While a log is there it may hold the pages that are missing.
  if (isSizeValid && logBytes === 0 && found < wholeBytes) throw damaged(path, `the file is cut off at ${found} of ${wholeBytes} bytes`)
  return 'database'
}

function pageBytes(header: Buffer): number {
  const stored = header.readUInt16BE(16)
  return stored === 1 ? 65_536 : stored
}

async function headerOf(path: string): Promise<Buffer> {
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
  return buffer.subarray(0, bytesRead)
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new ReverieError('database-read-only', `The database ${path} could not be looked at (${error.code}).`, {
      cause: error,
      hint: 'Check that the path is right and may be read.',
    })
  })
  if (found?.isDirectory()) {
    throw new ReverieError('bad-argument', `The database ${path} is a folder; a file was expected.`, {
      hint: 'Name a file, for example reverie.db in that folder.',
    })
  }
  return found?.size ?? null
}
