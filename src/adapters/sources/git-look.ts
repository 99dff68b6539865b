import { execFile } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { errorCode } from './file-error-reason.ts'
import { fileValidator } from './file-validator.ts'
import { ignoreFileNames } from './git-ancestors.ts'
import { gitEnvironment } from './git-command.ts'

/** A look git takes at a work tree, under way. */
export interface GitLook {
  /** The index as it was before git was asked. */
  readonly index: IndexStamp
  /** What git found, or null where it failed, complained of anything, or has other files than were looked at here. */
  readonly found: Promise<GitFindings | null>
}

/** Paths relative to the work tree's top. */
export interface GitFindings {
  /** In the index, and not as the index has them. */
  readonly changed: readonly string[]
  /** Not in the index and not ignored, and every ignore file that is not in it. */
  readonly untracked: readonly string[]
}

export interface IndexStamp {
  readonly path: string
  readonly validator: string
  /** Epoch seconds. */
  readonly writtenAtS: number
}

/** Nothing of the repository's settings may keep git from looking at every file. */
const settings = [
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.trustctime=true',
  'core.checkStat=default',
  'core.preloadIndex=true',
  'core.ignoreStat=false',
  'core.quotePath=false',
].flatMap((setting) => ['-c', setting])

/**
 * Asks git everything at once, in processes of its own; null where `root`, a real path, does not look like the top of a
 * work tree. Whether it is one, git says with the rest. Never throws.
 */
export function beginGitLook(root: string, signal?: AbortSignal): GitLook | null {
  const files = process.platform === 'linux' ? gitFiles(root) : null
  const index = files === null ? null : stampIndex(files.index)
  if (files === null || index === null) return null
  // A name taken back here is listed however it is ignored: those files say what is read, and are looked at by a walk.
  const others = ['--exclude-per-directory=.gitignore', ...ignoreFileNames.flatMap((name) => ['-x', `!${name}`])]
  if (existsSync(files.exclude)) others.push(`--exclude-from=${files.exclude}`)
  const answers = Promise.all([
    git(root, ['diff-files', '-z', '--name-only', '--no-renames', '--ignore-submodules=none'], signal),
    git(root, ['ls-files', '-z', '--others', ...others], signal),
    git(root, ['rev-parse', '--show-toplevel', '--git-path', 'index', '--git-path', 'info/exclude'], signal),
  ])
  const found = answers.then(([changed, untracked, places]): GitFindings | null => {
    if (changed === null || untracked === null || places === null) return null
    const [top = '', ...said] = places.trimEnd().split('\n')
    if (realOf(top) !== root || ![files.index, files.exclude].every((path, at) => realOf(resolve(root, said[at] ?? '')) === realOf(path)))
      return null
    return { changed: pathsOf(changed), untracked: pathsOf(untracked) }
  })
  return { index, found }
}

/** By root: where the command line begins a look, what could carry it to the source is not loaded yet. */
const begun = new Map<string, GitLook>()

/** Begins a look that {@link takeGitLook} will find; for a source that is about to be swept. `root` is a real path. */
export function beginGitLookAhead(root: string): void {
  const look = beginGitLook(root)
  if (look !== null) begun.set(root, look)
}

/** The look begun ahead for a root, or null; whoever takes it is the only one to have it. */
export function takeGitLook(root: string): GitLook | null {
  const look = begun.get(root) ?? null
  begun.delete(root)
  return look
}

/** The stats of an index file, or null where there is none. */
export function stampIndex(path: string): IndexStamp | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stats?.isFile() ? { path, validator: fileValidator(stats), writtenAtS: Number(stats.mtimeNs / 1_000_000_000n) } : null
}

/** Where git keeps what is needed of a work tree, as `gitrepository-layout` has it. */
function gitFiles(root: string): { readonly index: string; readonly exclude: string } | null {
  try {
    const link = join(root, '.git')
    const stats = statSync(link, { throwIfNoEntry: false })
    if (stats === undefined) return null
    const folder = stats.isDirectory()
      ? link
      : resolve(
          root,
          readFileSync(link, 'utf8')
            .replace(/^gitdir: /, '')
            .trimEnd(),
        )
    const common = join(folder, 'commondir')
    const shared = existsSync(common) ? resolve(folder, readFileSync(common, 'utf8').trimEnd()) : folder
    return { index: join(folder, 'index'), exclude: join(shared, 'info', 'exclude') }
  } catch (error) {
    if (errorCode(error) === null) throw error
    return null
  }
}

/** What git says, or null where it fails, complains of anything, or is not there. */
function git(root: string, words: readonly string[], signal: AbortSignal | undefined): Promise<string | null> {
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, env: gitEnvironment(), ...(signal === undefined ? {} : { signal }) }
  return new Promise((done) => {
    execFile('git', [...settings, ...words], options, (error, stdout, stderr) => done(error === null && stderr === '' ? stdout : null))
  })
}

/** The real path, and of what is not there the path itself. */
function realOf(path: string): string {
  return existsSync(path) ? realpathSync.native(path) : path
}

function pathsOf(listed: string): readonly string[] {
  return listed.split('\0').filter((path) => path !== '')
}
