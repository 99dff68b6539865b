import { execFile } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { FolderSeal } from '../../spec/folder-seal.ts'
import { fileValidator } from './file-validator.ts'
import { ignoreFileNames } from './git-ancestors.ts'
import { readGitIndex } from './read-git-index.ts'
import { isOwnFolder, skipByName, skipFolderByName } from './skip-by-name.ts'

export interface GitQuestion {
  /** The real path of the folder; git is asked only where it is the top of a work tree. */
  readonly root: string
  readonly seals: ReadonlyMap<string, string>
  /** When everything sealed was last looked at, epoch seconds of the file system's own time. */
  readonly lookedAtS: number
  readonly maxFileBytes: number
  readonly signal: AbortSignal | undefined
}

/** Nothing of the repository's settings may keep git from looking at every file. */
const settings = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.untrackedCache=false',
  '-c',
  'core.trustctime=true',
  '-c',
  'core.checkStat=default',
  '-c',
  'core.preloadIndex=true',
  '-c',
  'core.ignoreStat=false',
  '-c',
  'core.quotePath=false',
]

/**
 * Folders that may not be as they were sealed, by asking git; null where git cannot tell. A folder is as it was where
 * its seal is that of its files in the index, and git, going over the work tree, finds none of these changed and none new.
 * Git compares whole seconds, so a file that changed in the second it was looked at, or later, is never taken on its word.
 */
export async function askGitIndex(question: GitQuestion): Promise<ReadonlySet<string> | null> {
  const { root, seals, lookedAtS } = question
  if (process.platform !== 'linux' || !existsSync(join(root, '.git'))) return null
  const places = await git(question, ['rev-parse', '--show-toplevel', '--git-path', 'index', '--git-path', 'info/exclude'])
  const [top = '', indexPath = '', excludePath = ''] = places?.trimEnd().split('\n') ?? []
  if (places === null || indexPath === '' || realpathSync.native(top) !== root) return null
  const index = resolve(root, indexPath)
  const exclude = resolve(root, excludePath)
  const before = stamp(index)
  if (before === null) return null
  // A name taken back here is listed however it is ignored: those files say what is read, and are looked at by a walk.
  const others = [
    'ls-files',
    '-z',
    '--others',
    '--exclude-per-directory=.gitignore',
    ...ignoreFileNames.flatMap((name) => ['-x', `!${name}`]),
  ]
  const answers = Promise.all([
    git(question, ['diff-files', '-z', '--name-only', '--no-renames', '--ignore-submodules=none']),
    git(question, existsSync(exclude) ? [...others, `--exclude-from=${exclude}`] : others),
  ])
  const covered = sealsOfIndex(readFileSync(index), Math.min(lookedAtS, before.writtenAtS), question.maxFileBytes)
  const [changed, untracked] = await answers
  if (covered === null || changed === null || untracked === null || stamp(index)?.validator !== before.validator) return null
  const named = [...changed.split('\0'), ...untracked.split('\0')].filter((path) => path !== '' && !path.split('/').some(isOwnFolder))
  if (named.some((path) => path.endsWith('/') || isIgnoreFile(path))) return null
  const folders = new Set(named.map(folderOf))
  for (const [folder, seal] of seals) if (covered.get(folder) !== seal) folders.add(folder)
  for (const folder of covered.keys()) if (!seals.has(folder)) folders.add(folder)
  return folders
}

/** The seals of what the index holds and a walk would list by its name; null where it cannot be told. */
function sealsOfIndex(bytes: Buffer, beforeS: number, maxFileBytes: number): ReadonlyMap<string, string> | null {
  const folders = new Map<string, FolderSeal>()
  let isPlain = true
  const isWhole = readGitIndex(bytes, ({ path, size, validator, changedS }) => {
    const folder = folderOf(path)
    const name = folder === '' ? path : path.slice(folder.length + 1)
    if (name === '.reverieignore') isPlain = false
    let seal = folders.get(folder)
    if (seal === undefined) {
      if (folder.split('/').some((piece) => skipFolderByName(piece) !== null)) return
      seal = new FolderSeal()
      folders.set(folder, seal)
    }
    // Left out, the folder's seal is another, and it is walked.
    if (changedS < beforeS && size <= maxFileBytes && skipByName(name) === null) seal.add(name, validator)
  })
  if (!isWhole || !isPlain) return null
  const empty = new FolderSeal().text()
  return new Map([...folders].map(([folder, seal]) => [folder, seal.text()] as const).filter(([, text]) => text !== empty))
}

/** What git says, or null where it fails, complains of anything, or is not there. */
function git({ root, signal }: GitQuestion, words: readonly string[]): Promise<string | null> {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...environment } = process.env
  const options = {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...environment, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    ...(signal === undefined ? {} : { signal }),
  }
  return new Promise((done) => {
    execFile('git', [...settings, ...words], options, (error, stdout, stderr) => done(error === null && stderr === '' ? stdout : null))
  })
}

function stamp(path: string): { readonly validator: string; readonly writtenAtS: number } | null {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stats?.isFile() ? { validator: fileValidator(stats), writtenAtS: Number(stats.mtimeNs / 1_000_000_000n) } : null
}

function isIgnoreFile(path: string): boolean {
  return ignoreFileNames.some((name) => basename(path) === name)
}

function folderOf(path: string): string {
  const cut = path.lastIndexOf('/')
  return cut === -1 ? '' : path.slice(0, cut)
}
