import { basename, dirname } from 'node:path'
import type { SkipReason, SourceChange } from '../../spec/source.ts'
import { ignoreFileNames } from './git-ancestors.ts'
import type { GitFile } from './git-tree.ts'
import { addFolderRules, allowNamed, enterFolder, type IgnoreRules, isIgnored } from './ignore-rules.ts'
import { isOwnFolder, isSecretName, skipByName, skipFolderByName } from './skip-by-name.ts'

/** What a walk over a commit's files needs; as the walk over a folder. */
export interface GitWalkRequest {
  readonly files: readonly GitFile[]
  /** Root-relative with `/`, [] is everything. */
  readonly paths: readonly string[]
  readonly rules: IgnoreRules
  readonly maxFileBytes: number
  /** When the commit was made, epoch ms: the time of all its files. */
  readonly committedAt: number
  /** Text of an ignore file by its path, '' where there is none. */
  readonly patterns: (path: string) => string
}

/** What holds in one folder, or why nothing in it is read; null where it is not even counted. */
type FolderState = { readonly rules: IgnoreRules } | { readonly reason: SkipReason } | null

/**
 * The files of a commit as the walk over its checked-out folder would list them. Validators are blob ids, so equal ones
 * mean equal bytes whatever the commit. An ignored folder is counted once. Pure.
 */
export function* walkGitTree(request: GitWalkRequest): Generator<SourceChange, void, undefined> {
  const named = outermost(request.paths)
  const states = new Map<string, FolderState>()
  const told = new Set<string>()

  const withFolder = (rules: IgnoreRules, folder: string): IgnoreRules =>
    ignoreFileNames.reduce((known, name) => {
      const text = request.patterns(folder === '' ? name : `${folder}/${name}`)
      return text === '' ? known : addFolderRules(known, folder, text)
    }, rules)

  /** The rules of a path the user named, whatever ignores it. */
  const namedRules = (path: string): IgnoreRules => {
    const above = path.split('/').slice(0, -1)
    const folders = ['', ...above.map((_, index) => above.slice(0, index + 1).join('/'))]
    return allowNamed(folders.reduce(withFolder, request.rules), path)
  }

  const stateOf = (folder: string): FolderState => {
    const known = states.get(folder)
    if (known !== undefined) return known
    const state = folderState(folder)
    states.set(folder, state)
    return state
  }

  const folderState = (folder: string): FolderState => {
    if (named.has(folder)) return { rules: withFolder(namedRules(folder), folder) }
    if (folder === '') return named.size === 0 ? { rules: withFolder(request.rules, '') } : null
    const above = stateOf(parentOf(folder))
    if (above === null || isOwnFolder(basename(folder))) return null
    if ('reason' in above) return above
    const reason = skipFolderByName(basename(folder)) ?? (isIgnored(above.rules, folder, true) ? 'ignored' : null)
    return reason === null ? { rules: withFolder(enterFolder(above.rules, folder), folder) } : { reason }
  }

  for (const file of request.files) {
    const isNamed = named.has(file.path)
    const state = isNamed ? { rules: request.rules } : stateOf(parentOf(file.path))
    if (state === null) continue
    if ('rules' in state) {
      yield meet(file, state.rules, isNamed, request)
      continue
    }
    const folder = topmost(file.path, (path) => 'reason' in (states.get(path) ?? {}))
    if (!told.has(folder)) yield { kind: 'skipped', path: `${folder}/`, reason: state.reason }
    told.add(folder)
  }
}

function meet(file: GitFile, rules: IgnoreRules, isNamed: boolean, { maxFileBytes, committedAt }: GitWalkRequest): SourceChange {
  const { path, kind, size, object } = file
  const skipped = (reason: SkipReason): SourceChange => ({ kind: 'skipped', path, reason })
  if (kind === 'link') return skipped('ignored')
  if (kind === 'module') return skipped('outside-root')
  const byName = skipByName(basename(path))
  if (byName === 'secret' || (isNamed && isSecretName(basename(path)))) return skipped('secret')
  if (!isNamed && isIgnored(rules, path, false)) return skipped('ignored')
  if (!isNamed && byName !== null) return skipped(byName)
  if (!file.isNamed) return skipped('unreadable')
  if (size !== null && size > maxFileBytes) return skipped('too-large')
  return { kind: 'present', document: { path, validator: object, size: size ?? 0, modifiedAt: committedAt } }
}

/** The named paths without those inside another; none where the root itself is named. */
function outermost(paths: readonly string[]): ReadonlySet<string> {
  const given = new Set(paths)
  if (given.has('')) return new Set()
  return new Set([...given].filter((path) => topmost(path, (folder) => given.has(folder)) === parentOf(path) && !given.has(parentOf(path))))
}

function parentOf(path: string): string {
  const folder = dirname(path)
  return folder === '.' ? '' : folder
}

/** The folder nearest to the root, on the way to a path, that is told so. */
function topmost(path: string, isSo: (folder: string) => boolean): string {
  let found = parentOf(path)
  for (let folder = found; folder !== ''; folder = parentOf(folder)) if (isSo(folder)) found = folder
  return found
}
