import { closeSync, fstatSync, read, readSync } from 'node:fs'
import type { OpenFile } from './stable-read.ts'

/** Reads up to this many bytes are made on the thread: a round to the pool costs ten times as much. */
const smallRead = 128 * 1024

/** An open descriptor as a stable read needs it, closed when disposed of. */
export function openFile(descriptor: number): OpenFile & Disposable {
  return {
    stat: async (options) => fstatSync(descriptor, options),
    read: async (buffer, offset, length, position) =>
      length <= smallRead
        ? { bytesRead: readSync(descriptor, buffer, offset, length, position) }
        : new Promise((resolve, reject) => {
            read(descriptor, buffer, offset, length, position, (error, bytesRead) =>
              error === null ? resolve({ bytesRead }) : reject(error),
            )
          }),
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}
