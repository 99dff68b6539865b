import { constants, openSync, realpathSync } from 'node:fs'
import { basename, dirname, posix } from 'node:path'
import type { SkipReason, SourceContent } from '../../spec/source.ts'
import type { FileClock } from './file-clock.ts'
import { errorCode, fileErrorReason } from './file-error-reason.ts'
import { fileValidator, racy } from './file-validator.ts'
import { isInside, linkReason } from './link-reason.ts'
import { looksBinary } from './looks-binary.ts'
import { openFile } from './open-file.ts'
import { isSecretName } from './skip-by-name.ts'
import { type OpenFile, stableRead } from './stable-read.ts'

/** `root` is a real path; `path` root-relative with `/`. */
export interface ReadRequest {
  readonly root: string
  readonly path: string
  readonly maxFileBytes: number
  readonly clock: FileClock
}

/** A file's bytes; or why not, with the validator of what was looked at where it got that far. */
export type FileRead = SourceContent | { readonly skipped: SkipReason; readonly validator: string | null }

// Not blocking, so that a pipe put in a file's place does not hang the reader.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Reads one file of the root, never through a link and never a secret. A validator within the time stamps' grain is marked racy. */
export async function readFile(request: ReadRequest): Promise<FileRead> {
  const { root, path } = request
  const refused = refusedPath(path)
  if (refused !== null) return { skipped: refused, validator: null }
  try {
    const folder = dirname(`${root}/${path}`)
    const real = realpathSync.native(folder)
    if (real !== folder) return { skipped: isInside(root, real) ? 'ignored' : 'outside-root', validator: null }
    using file = openFile(openSync(`${root}/${path}`, flags))
    return await readOpen(file, request)
  } catch (error) {
    if (errorCode(error) === 'ELOOP' || errorCode(error) === 'EMLINK') return { skipped: linkReason(root, path), validator: null }
    const skipped = fileErrorReason(error)
    if (skipped === null) throw error
    return { skipped, validator: null }
  }
}

async function readOpen(file: OpenFile, { path, maxFileBytes, clock }: ReadRequest): Promise<FileRead> {
  const opened = await file.stat({ bigint: true })
  // Sampled before the bytes are read: what changes later has a later stamp unless this one is within the grain.
  const isRecent = clock.isRecent(opened.ctimeNs)
  const result = await stableRead(file, maxFileBytes)
  if (result.kind === 'too-large') return { skipped: 'too-large', validator: null }
  if (result.kind === 'not-a-file') return { skipped: 'unreadable', validator: null }
  if (result.kind === 'unstable') return { skipped: 'vanished', validator: null }
  const { bytes, stats } = result
  const settled = fileValidator(stats)
  const isRacy = isRecent || settled !== fileValidator(opened)
  if (looksBinary(bytes)) return { skipped: 'binary', validator: isRacy ? null : settled }
  return { document: { path, validator: isRacy ? racy(settled) : settled, size: bytes.length, modifiedAt: Number(stats.mtimeMs) }, bytes }
}

function refusedPath(path: string): SkipReason | null {
  if (path === '' || path.includes('\0') || path.startsWith('/') || posix.normalize(path) !== path || /^\.\.?(?:\/|$)/.test(path))
    return 'outside-root'
  return isSecretName(basename(path)) ? 'secret' : null
}
