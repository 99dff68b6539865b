import { realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { createFolderSource } from '../../adapters/sources/folder-source.ts'
import { type GitCommit, readGitRange } from '../../adapters/sources/git-revision.ts'
import { createGitSource } from '../../adapters/sources/git-source.ts'
import { changedSinceCommit } from '../../adapters/sources/git-tree.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { Source } from '../../spec/source.ts'
import type { FolderWalk } from '../open-corpus.ts'
import type { DiffCompared, DiffOptions } from './diff-view.ts'

/** The new state of the sources, and what it is compared from where that is not the store alone. */
export interface DiffTarget extends AsyncDisposable {
  readonly compared: DiffCompared
  readonly source: Source
  readonly base: Source | null
  /** Paths that may differ, where git has told. */
  readonly paths: ReadonlySet<string> | null
}

/** Opens what is compared. Throws `bad-argument` for a range or folder that cannot be read. */
export async function openTarget(parts: FolderWalk, { range, folder: other, signal }: DiffOptions): Promise<DiffTarget> {
  if (range !== undefined && other !== undefined) {
    throw new ReverieError('bad-argument', 'Expected a range or a folder, found both.', { hint: 'Compare with one at a time.' })
  }
  if (range !== undefined) return openRange(parts, range, signal)
  const { folder, walk, source, without } = parts
  const dispose = async () => {}
  if (other === undefined) {
    const compared = { kind: 'working-tree' as const, label: 'the folder as it is now', from: null, to: null }
    return { compared, source, base: null, paths: null, [Symbol.asyncDispose]: dispose }
  }
  const root = readableFolder(resolve(folder, other), other)
  const compared = { kind: 'folder' as const, label: other, from: null, to: null }
  return { compared, source: without(createFolderSource({ ...walk, root })), base: null, paths: null, [Symbol.asyncDispose]: dispose }
}

async function openRange(
  { folder, walk, source, without }: FolderWalk,
  range: string,
  signal: AbortSignal | undefined,
): Promise<DiffTarget> {
  const read = await readGitRange(folder, range, signal)
  const at = (commit: GitCommit) => createGitSource({ ...walk, root: folder, commit })
  const from = at(read.from)
  const base = without(from)
  if (read.kind === 'working-tree') {
    const compared = { kind: 'range' as const, label: `${range} to the working tree`, from: read.from.id, to: null }
    const paths = await changedSinceCommit(folder, read.from.id, signal)
    return { compared, source, base, paths, [Symbol.asyncDispose]: () => from[Symbol.asyncDispose]() }
  }
  const to = at(read.to)
  return {
    compared: { kind: 'range', label: range, from: read.from.id, to: read.to.id },
    source: without(to),
    base,
    paths: null,
    async [Symbol.asyncDispose]() {
      await Promise.all([from[Symbol.asyncDispose](), to[Symbol.asyncDispose]()])
    },
  }
}

function readableFolder(path: string, given: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) return realpathSync.native(path)
  throw new ReverieError('bad-argument', `Expected a folder at "${given}", found ${found === undefined ? 'nothing' : 'a file'}.`, {
    hint: 'A range is written A..B; a folder by its path.',
  })
}
