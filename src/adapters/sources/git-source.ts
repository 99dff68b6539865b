import { realpathSync } from 'node:fs'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import type { Source, SourceChange } from '../../spec/source.ts'
import { addGitAncestors, ignoreFileNames, readPatterns } from './git-ancestors.ts'
import { openGitObjects } from './git-objects.ts'
import type { GitCommit } from './git-revision.ts'
import { type GitFile, listGitTree } from './git-tree.ts'
import { walkGitTree } from './git-walk.ts'
import { startRules } from './ignore-rules.ts'
import { looksBinary } from './looks-binary.ts'

export interface GitSourceOptions {
  /** Absolute path of a folder in a git work tree; paths are relative to it. */
  readonly root: string
  readonly commit: GitCommit
  readonly id: SourceId
  readonly scope: ScopeId
  /** Files and folders under the root to read, relative with `/`. Default: the whole root. */
  readonly paths?: readonly string[]
  /** Ignore patterns relative to the root; they win over the ignore files, `!` takes back. */
  readonly ignore?: readonly string[]
  /** Files larger than this many bytes are skipped. Default 2 MiB. */
  readonly maxFileBytes?: number
}

const defaultMaxFileBytes = 2 * 1024 * 1024

/**
 * The files of a folder as a commit has them, listed and skipped as the folder source would its checkout; nothing is
 * checked out or fetched. Ignore files are the commit's own, and a `.reverieignore` that git does not track. Validators
 * are blob ids. Rejects with `bad-argument` where git cannot read the commit.
 */
export function createGitSource(options: GitSourceOptions): Source & AsyncDisposable {
  const { root, commit, id, scope, maxFileBytes = defaultMaxFileBytes } = options
  const objects = openGitObjects(root)
  let listed: Promise<ReadonlyMap<string, GitFile>> | null = null

  const files = (): Promise<ReadonlyMap<string, GitFile>> => {
    listed ??= listGitTree(root, commit.id).then((all) => new Map(all.map((file) => [file.path, file])))
    return listed
  }

  async function* list({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<SourceChange, void, undefined> {
    const tree = await files()
    throwIfAborted(signal)
    const patterns = await ignoreTexts(tree)
    const rules = addGitAncestors(startRules(options.ignore ?? []), realpathSync.native(root))
    yield* walkGitTree({
      files: [...tree.values()],
      paths: options.paths ?? [],
      rules,
      maxFileBytes,
      committedAt: commit.committedAt,
      patterns: (path) => patterns.get(path) ?? (path.endsWith(ownIgnore) ? readPatterns(`${root}/${path}`) : ''),
    })
  }

  async function ignoreTexts(tree: ReadonlyMap<string, GitFile>): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>()
    for (const file of tree.values()) {
      if (file.kind !== 'file' || !ignoreFileNames.some((name) => file.path === name || file.path.endsWith(`/${name}`))) continue
      const bytes = await objects.read(file.object)
      if (bytes !== null) texts.set(file.path, new TextDecoder().decode(bytes))
    }
    return texts
  }

  return {
    id,
    kind: 'folder',
    scope,
    list,
    async read(path, { signal } = {}) {
      throwIfAborted(signal)
      const file = (await files()).get(path)
      if (file === undefined || file.kind !== 'file') return { skipped: 'vanished' }
      if (file.size !== null && file.size > maxFileBytes) return { skipped: 'too-large' }
      const bytes = await objects.read(file.object)
      if (bytes === null) return { skipped: 'unreadable' }
      if (looksBinary(bytes)) return { skipped: 'binary' }
      return { document: { path, validator: file.object, size: bytes.length, modifiedAt: commit.committedAt }, bytes }
    },
    [Symbol.asyncDispose]: () => objects[Symbol.asyncDispose](),
  }
}

const [, ownIgnore] = ignoreFileNames

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ReverieError('aborted', 'Stopped before the commit was read.')
}
