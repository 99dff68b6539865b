import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { FolderSeal } from '../../spec/folder-seal.ts'
import { ignoreFileNames } from './git-ancestors.ts'
import { beginGitLook, stampIndex, takeGitLook } from './git-look.ts'
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

/**
 * Folders that may not be as they were sealed, by asking git; null where git cannot tell. A folder is as it was where
 * its seal is that of its files in the index, and git, going over the work tree, finds none of these changed and none new.
 * Git compares whole seconds, so a file that changed in the second it was looked at, or later, is never taken on its word.
 */
export async function askGitIndex(question: GitQuestion): Promise<ReadonlySet<string> | null> {
  const { root, seals, lookedAtS, signal } = question
  const look = takeGitLook(root) ?? beginGitLook(root, signal)
  if (look === null) return null
  const { index } = look
  const covered = sealsOfIndex(readFileSync(index.path), Math.min(lookedAtS, index.writtenAtS), question.maxFileBytes)
  const found = await look.found
  if (covered === null || found === null || stampIndex(index.path)?.validator !== index.validator) return null
  const named = [...found.changed, ...found.untracked].filter((path) => !path.split('/').some(isOwnFolder))
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
  let folder: string | null = null
  let seal: FolderSeal | null = null
  const isWhole = readGitIndex(bytes, ({ path, size, validator, changedS }) => {
    const cut = path.lastIndexOf('/')
    if (folder === null || cut !== (folder === '' ? -1 : folder.length) || !path.startsWith(folder)) {
      folder = cut === -1 ? '' : path.slice(0, cut)
      const isRead = folder.split('/').every((piece) => skipFolderByName(piece) === null)
      seal = isRead ? (folders.get(folder) ?? new FolderSeal()) : null
      if (seal !== null) folders.set(folder, seal)
    }
    const name = path.slice(cut + 1)
    if (name === '.reverieignore') isPlain = false
    if (seal === null) return
    // Left out, the folder's seal is another, and it is walked.
    if (changedS < beforeS && size <= maxFileBytes && skipByName(name) === null) seal.add(name, validator)
  })
  if (!isWhole || !isPlain) return null
  const empty = new FolderSeal().text()
  return new Map([...folders].map(([folder, seal]) => [folder, seal.text()] as const).filter(([, text]) => text !== empty))
}

function isIgnoreFile(path: string): boolean {
  return ignoreFileNames.some((name) => basename(path) === name)
}

function folderOf(path: string): string {
  const cut = path.lastIndexOf('/')
  return cut === -1 ? '' : path.slice(0, cut)
}
