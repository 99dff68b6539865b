import { digest } from '../../spec/digest.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import type { Commit } from '../../spec/predictor.ts'
import type { ListOptions, Source, SourceChange, SourceDocument } from '../../spec/source.ts'
import { openGitHead } from './git-head.ts'
import { type GitLog, readGitLog } from './git-log.ts'

/** A document as it is made of commits. */
export interface MadeDocument {
  readonly id: string
  readonly text: string
}

/** What was made last and is stored, by whichever process. */
export interface StoredChanges {
  /** What it was made from; null where that is not known. */
  readonly validator: string | null
  readonly documents: readonly SourceDocument[]
}

export interface ChangeSourceOptions {
  /** Absolute; anywhere in a work tree. */
  readonly folder: string
  readonly id: SourceId
  readonly scope: ScopeId
  /** Epoch ms: which week is the last one. */
  readonly now: () => number
  /** False: there are no documents, and those stored are gone. */
  readonly isOn: boolean
  /** The documents of some commits, newest first; the same commits on one day give the same texts. */
  readonly make: (commits: readonly Commit[], now: number) => Promise<readonly MadeDocument[]>
  /** A commit as it may be told of, or null: it says something about what may not be told. */
  readonly tellable: (commit: Commit) => Commit | null
  /** Changes whenever `tellable` does. */
  readonly tellableVersion: () => string
  readonly stored: () => Promise<StoredChanges>
  readonly readLog?: (folder: string, options: { readonly signal?: AbortSignal }) => Promise<GitLog>
}

/** The documents made of the commits of the repository a folder is in. */
export interface ChangeSource extends Source {
  /** What the documents are made from: the commit checked out, the day (UTC) and what may be told. Null outside a repository. */
  validator(): Promise<string | null>
  /** The commits that may be told of, newest first. The log is read only where the validator is another. */
  commits(signal?: AbortSignal): Promise<readonly Commit[]>
  /** Whether the log was read whole for what the documents are made from now; false where git failed or was not asked. */
  isWhole(): Promise<boolean>
  /** The same, but what would need the log counts as not there: for whoever does not ask about changes and should not wait. */
  readonly unread: Source
}

interface Made {
  readonly validator: string
  readonly commits: readonly Commit[]
  readonly documents: ReadonlyMap<string, { readonly document: SourceDocument; readonly bytes: Uint8Array }>
  readonly isWhole: boolean
  /** Epoch ms after which a log that could not be read is tried again. */
  readonly until: number
}

const dayMs = 86_400_000
const againMs = 60_000

/**
 * Makes documents of commits. All of them have one validator, told from git's own files without a process, so that a new
 * commit or a new day changes them as an edit changes a file.
 */
export function createChangeSource(options: ChangeSourceOptions): ChangeSource {
  const { folder, id, scope, now, isOn, make, tellable, stored, readLog = readGitLog } = options
  const head = openGitHead(folder)
  let made: Made | null = null
  let kept: StoredChanges = { validator: null, documents: [] }
  let making: { readonly validator: string; readonly made: Promise<Made> } | null = null

  async function validator(): Promise<string | null> {
    if (!isOn) return null
    const commit = await head.commit()
    if (commit === null) return null
    return digest('changes', commit, Math.floor(now() / dayMs), options.tellableVersion(), ...[...head.boundary()].sort())
  }

  async function current(wanted: string, signal: AbortSignal | undefined): Promise<Made> {
    if (made?.validator === wanted && (made.isWhole || now() < made.until)) return made
    // Of two at once one reads; its stopping is not the other's.
    if (making?.validator !== wanted || signal !== undefined) making = { validator: wanted, made: makeNow(wanted, signal) }
    const own = making
    try {
      made = await own.made
      return made
    } finally {
      if (making === own) making = null
    }
  }

  async function makeNow(wanted: string, signal: AbortSignal | undefined): Promise<Made> {
    const at = now()
    const { commits: read, reason } = await readLog(folder, signal === undefined ? {} : { signal })
    const boundary = head.boundary()
    const commits = read.flatMap((commit) => (boundary.has(commit.id) ? [] : (tellable(commit) ?? [])))
    const encoder = new TextEncoder()
    const documents = new Map(
      (await make(commits, at)).map(({ id: path, text }) => {
        const bytes = encoder.encode(text)
        return [path, { document: { path, validator: wanted, size: bytes.length, modifiedAt: commits[0]?.at ?? 0 }, bytes }]
      }),
    )
    return { validator: wanted, commits, documents, isWhole: reason === null || isNothing(reason), until: at + againMs }
  }

  async function* list(reads: boolean, { signal }: ListOptions = {}): AsyncGenerator<SourceChange, void, undefined> {
    if (signal?.aborted) throw new ReverieError('aborted', 'The listing was stopped before it was complete.')
    for (const document of await listed(reads, signal)) yield { kind: 'present', document }
  }

  async function listed(reads: boolean, signal: AbortSignal | undefined): Promise<readonly SourceDocument[]> {
    const wanted = await validator()
    if (wanted === null) return []
    if (made?.validator !== wanted) {
      if (kept.validator !== wanted) kept = await stored()
      if (kept.validator === wanted) return kept.documents.filter((document) => document.validator === wanted)
      if (!reads) return []
    }
    return [...(await current(wanted, signal)).documents.values()].map(({ document }) => document)
  }

  async function verify(_path: string, given: string): Promise<'same' | 'changed'> {
    return given === (await validator()) ? 'same' : 'changed'
  }

  const common = { id, kind: 'git', scope } as const
  return {
    ...common,
    validator,
    verify,
    list: (call) => list(true, call),
    async read(path, { signal } = {}) {
      const wanted = await validator()
      const found = wanted === null ? undefined : (await current(wanted, signal)).documents.get(path)
      return found ?? { skipped: 'vanished' }
    },
    async commits(signal) {
      const wanted = await validator()
      return wanted === null ? [] : (await current(wanted, signal)).commits
    },
    async isWhole() {
      return made?.isWhole === true && made.validator === (await validator())
    },
    unread: {
      ...common,
      verify,
      list: (call) => list(false, call),
      read: async () => ({ skipped: 'vanished' }),
    },
  }
}

/** Whether there is nothing to read, as against what could not be read. */
function isNothing(reason: string): boolean {
  return /^(?:no commit touches this folder|the repository has no commits|not in a git repository)/.test(reason)
}
