import { ReverieError } from '../../spec/errors.ts'

/** What a failed subscription says, by what the system or the package says of it. */
const reasons: readonly (readonly [RegExp, string, string])[] = [
  [
    /No space left|ENOSPC/,
    'the system’s limit of watched folders is reached (ENOSPC)',
    'Raise fs.inotify.max_user_watches to hear of changes at once.',
  ],
  [
    /Too many open files|EMFILE|ENFILE/,
    'too many files are open or watched (EMFILE)',
    'Raise fs.inotify.max_user_instances, or the limit of open files.',
  ],
  [/not permitted|Permission denied|EPERM|EACCES/, 'the system does not permit it (EPERM)', 'Check the permissions of the folder.'],
]

/** Any failure to watch a folder as a ReverieError whose message says why, in words. */
export function watchError(root: string, cause: unknown): ReverieError {
  if (cause instanceof ReverieError) return cause
  const text = cause instanceof Error ? cause.message : String(cause)
  if (/No prebuild|Cannot find (?:module|package)/.test(text)) {
    return new ReverieError('package-missing', `The folder ${root} cannot be watched: @parcel/watcher has no build for this system.`, {
      cause,
      hint: 'Install it without --omit=optional.',
    })
  }
  const known = reasons.find(([pattern]) => pattern.test(text))
  return new ReverieError('source-unreadable', `The folder ${root} cannot be watched: ${known?.[1] ?? text.replace(/\.$/, '')}.`, {
    cause,
    ...(known === undefined ? {} : { hint: known[2] }),
  })
}
