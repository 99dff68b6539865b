import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What an address of a socket may take on every system, in bytes, its end included. */
const longest = 104

/**
 * Where the daemon of a folder listens: `.reverie/up.sock` in it, a private place named by the folder's digest where that
 * path is too long for a socket, and a named pipe on Windows.
 */
export function upAddress(folder: string, platform: NodeJS.Platform = process.platform, temporary: string = tmpdir()): string {
  // A hash of a path, which names no artefact.
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  if (platform === 'win32') return `\\\\.\\pipe\\reverie-${name}`
  const own = join(folder, '.reverie', 'up.sock')
  return Buffer.byteLength(own) < longest ? own : join(temporary, `reverie-${name}`, 'up.sock')
}
