import { lstatSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import type { ListOptions, Place, SkipReason, Source, SourceChange, Sweep, SweepOptions } from '../../spec/source.ts'
import { askGitIndex } from './ask-git-index.ts'
import { createFileClock, type FileClock } from './file-clock.ts'
import { errorCode, fileErrorReason } from './file-error-reason.ts'
import { fileValidator, readValidator } from './file-validator.ts'
import { addGitAncestors } from './git-ancestors.ts'
import { type MatcherCache, startRules } from './ignore-rules.ts'
import { readFile } from './read-file.ts'
import { sweepFolder } from './sweep-folder.ts'
import { walkFolder } from './walk-folder.ts'
import { walkPlaces } from './walk-places.ts'

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
  /** Documents from which on git, where the folder is a work tree, is asked what changed. Default 20,000. */
  readonly askGitFrom?: number
  /** The longest the walk keeps the thread, in milliseconds, save one batch. Default 6. */
  readonly sliceMs?: number
  /** Overrides how recent changes are told; for tests. */
  readonly fileClock?: FileClock
}

const defaultMaxFileBytes = 2 * 1024 * 1024
/** Fewer documents than this are gone over sooner than git is asked. */
const defaultAskGitFrom = 20_000
/** With more folders to look at than this, all of them are. */
const mostDoubted = 200
const defaultSliceMs = 6

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

  function* walk(places: readonly Place[] | null): Generator<readonly SourceChange[], void, undefined> {
    const root = realRoot(options.root)
    const rules = addGitAncestors(startRules(options.ignore ?? [], matchers), root)
    const request = { root, paths, rules, maxFileBytes, remembered }
    yield* places === null ? walkFolder(request) : walkPlaces(request, places)
  }

  async function* list({ signal, places }: ListOptions = {}): AsyncGenerator<SourceChange, void, undefined> {
    if (signal?.aborted) throw aborted()
    const pause = pauses(options.sliceMs ?? defaultSliceMs, signal)
    try {
      for (const batch of walk(places ?? null)) {
        yield* batch
        const turn = pause()
        if (turn !== null) await turn
      }
    } catch (error) {
      throw unreadable(options.root, error)
    }
  }

  /** Of a large source that git knows, the folders that have to be looked at all the same; null: all of them. */
  async function doubtedFolders(
    seals: ReadonlyMap<string, string>,
    { signal, lookedAtS, isLeftOut }: SweepOptions,
  ): Promise<ReadonlySet<string> | null> {
    const mayAsk = lookedAtS !== undefined && isLeftOut === undefined && paths.length === 0 && !options.ignore?.length
    if (!mayAsk || countSealed(seals) < (options.askGitFrom ?? defaultAskGitFrom)) return null
    const root = realRoot(options.root)
    const folders = await askGitIndex({ root, seals, lookedAtS, maxFileBytes, signal })
    if (signal?.aborted) throw aborted()
    return folders === null || folders.size > mostDoubted ? null : folders
  }

  async function sweep(seals: ReadonlyMap<string, string>, { signal, ...rest }: SweepOptions = {}): Promise<Sweep> {
    if (signal?.aborted) throw aborted()
    try {
      const doubtful = await doubtedFolders(seals, { ...rest, ...(signal === undefined ? {} : { signal }) })
      if (doubtful === null) return await sweepFolder(walk(null), seals, rest, pauses(options.sliceMs ?? defaultSliceMs, signal))
      const doubted = new Map([...seals].filter(([folder]) => doubtful.has(folder)))
      const places = [...doubtful].map((path): Place => ({ path, depth: 'own' }))
      const found = await sweepFolder(
        places.length === 0 ? [] : walk(places),
        doubted,
        rest,
        pauses(options.sliceMs ?? defaultSliceMs, signal),
      )
      const whole = new Map([...[...seals].filter(([folder]) => !doubtful.has(folder)), ...found.seals])
      return { documents: countSealed(whole), differing: found.differing, isWhole: false, seals: whole }
    } catch (error) {
      throw unreadable(options.root, error)
    }
  }

  return {
    id,
    kind: 'folder',
    scope,
    list,
    sweep,
    now() {
      const now = clock.now?.() ?? null
      return now === null ? null : Number(now / 1_000_000_000n)
    },
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

function countSealed(seals: ReadonlyMap<string, string>): number {
  let count = 0
  for (const seal of seals.values()) count += Number.parseInt(seal, 10)
  return count
}

/** After each batch: a turn for others once the thread was kept long enough, else null. Throws where it was stopped meanwhile. */
function pauses(sliceMs: number, signal: AbortSignal | undefined): () => Promise<void> | null {
  let since = performance.now()
  return () => {
    if (performance.now() - since < sliceMs) return null
    return nextTurn().then(() => {
      if (signal?.aborted) throw aborted()
      since = performance.now()
    })
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
