import type { SkipReason } from '../../spec/source.ts'

const reasons: Readonly<Record<string, SkipReason>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'vanished',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
  EIO: 'unreadable',
  ENXIO: 'unreadable',
  ENODEV: 'unreadable',
  EISDIR: 'unreadable',
  EBUSY: 'unreadable',
  ENAMETOOLONG: 'unreadable',
}

/** What a failed file call says about that one file; null where it says something about the machine (too many open files). */
export function fileErrorReason(error: unknown): SkipReason | null {
  const code = errorCode(error)
  return code === null ? null : (reasons[code] ?? null)
}

/** The system's code of a failed call (`ENOENT`), or null. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
