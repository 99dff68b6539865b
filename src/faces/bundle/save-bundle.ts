import { rename, rm, writeFile } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ReverieError } from '../../spec/errors.ts'

/** Writes a bundle's parts to a file, which appears whole or not at all, or to a stream, which is left open. */
export async function saveBundle(parts: readonly Uint8Array[], to: string | Writable): Promise<void> {
  if (typeof to !== 'string') {
    await pipeline(Readable.from(parts), to, { end: false })
    return
  }
  const partial = `${to}.part`
  try {
    await writeFile(partial, parts)
    await rename(partial, to)
  } catch (cause) {
    await rm(partial, { force: true })
    throw new ReverieError('bad-argument', `The bundle cannot be written to ${to}.`, {
      hint: 'Name a file in a folder that exists.',
      cause,
    })
  }
}
