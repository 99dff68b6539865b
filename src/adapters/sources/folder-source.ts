import { lstatSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import type { SkipReason, Source, SourceChange } from '../../spec/source.ts'
import { createFileClock, type FileClock } from './file-clock.ts'
import { errorCode, fileErrorReason } from './file-error-reason.ts'
import { fileValidator, readValidator } from './file-validator.ts'
import { addGitAncestors } from './git-ancestors.ts'
import { type MatcherCache, startRules } from './ignore-rules.ts'
import { readFile } from './read-file.ts'
import { walkFolder } from './walk-folder.ts'

export interface FolderSourceOptions {
  /** Absolute path of the folder. */
  readonly root: string
  readonly id: SourceId
  readonly scope: ScopeId
  /** Files and folders under the root to read, relative with `/`. Default: the whole root. */
  readonly paths?: readonly string[]
  /** Ignore patterns relative to the root; they win over the ignore files, `!` takes back. */
  readonly ignore?: readonly string[]
  /** Files larger than this many bytes are skipped. Default 2 MiB. */
  readonly maxFileBytes?: number
  /** A folder to write a momentary file in, to learn the file system's time; best on the root's own. Default: the system's temporary folder. */
  readonly clockFolder?: string
  /** Overrides how recent changes are told; for tests. */
  readonly fileClock?: FileClock
}

const defaultMaxFileBytes = 2 * 1024 * 1024
/** The longest the walk keeps the thread, in milliseconds, save one batch. */
const sliceMs = 6

/**
 * The files of a folder, as git would list them and less: ignore files, secrets, binaries, generated and oversized files
 * are skipped, links never followed. Validators come from one `lstat`; bytes from a read that proves they belong to it.
 * Throws `source-unreadable` where the root is not a folder that can be read.
 */
export function createFolderSource(options: FolderSourceOptions): Source {
  const { id, scope, paths = [], maxFileBytes = defaultMaxFileBytes } = options
  const clock = options.fileClock ?? createFileClock(options.clockFolder ?? tmpdir())
  // Files found not to be text, so that a walk need not offer them again until they change.
  const notText = new Map<string, { readonly validator: string; readonly reason: SkipReason }>()
  const matchers: MatcherCache = new Map()
  const remembered = (path: string, validator: string) => {
    const known = notText.get(path)
    return known?.validator === validator ? known.reason : null
  }

  async function* list({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<SourceChange, void, undefined> {
    if (signal?.aborted) throw aborted()
    const root = realRoot(options.root)
    try {
      const rules = addGitAncestors(startRules(options.ignore ?? [], matchers), root)
      let since = performance.now()
      for (const batch of walkFolder({ root, paths, rules, maxFileBytes, remembered })) {
        yield* batch
        if (performance.now() - since < sliceMs) continue
        await nextTurn()
        if (signal?.aborted) throw aborted()
        since = performance.now()
      }
    } catch (error) {
      throw unreadable(options.root, error)
    }
  }

  return {
    id,
    kind: 'folder',
    scope,
    list,
    async read(path, { signal } = {}) {
      if (signal?.aborted) throw aborted()
      const result = await readFile({ root: realRoot(options.root), path, maxFileBytes, clock })
      if (!('skipped' in result)) return result
      if (result.validator !== null) notText.set(path, { validator: result.validator, reason: result.skipped })
      return { skipped: result.skipped }
    },
    async verify(path, validator) {
      const { stats, isRacy } = readValidator(validator)
      try {
        const now = lstatSync(`${options.root}/${path}`, { bigint: true, throwIfNoEntry: false })
        if (!now?.isFile() || fileValidator(now) !== stats) return 'changed'
        return isRacy ? 'unknown' : 'same'
      } catch (error) {
        if (fileErrorReason(error) === null) throw error
        return 'unknown'
      }
    },
  }
}

function realRoot(root: string): string {
  try {
    return realpathSync.native(root)
  } catch (error) {
    throw unreadable(root, error)
  }
}

function unreadable(root: string, error: unknown): unknown {
  const code = errorCode(error)
  if (error instanceof ReverieError || code === null) return error
  return new ReverieError('source-unreadable', `Expected a folder that can be read at ${root}, found ${code}.`, {
    cause: error,
    hint:
      code === 'EMFILE' || code === 'ENFILE'
        ? 'Too many files are open: raise the limit or try again.'
        : 'Check the path and its permissions.',
    isRetryable: code === 'EMFILE' || code === 'ENFILE',
  })
}

function aborted(): ReverieError {
  return new ReverieError('aborted', 'The walk was stopped before it was complete.')
}
