import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Place, SkipReason, SourceChange } from '../../spec/source.ts'
import { fileErrorReason } from './file-error-reason.ts'
import { fileValidator } from './file-validator.ts'
import { ignoreFileNames, readPatterns } from './git-ancestors.ts'
import { addFolderRules, allowNamed, enterFolder, type IgnoreRules, isIgnored } from './ignore-rules.ts'
import { linkReason } from './link-reason.ts'
import { isOwnFolder, isSecretName, skipByName, skipFolderByName } from './skip-by-name.ts'

/** What a walk needs. `root` is the real path of the folder; `paths` are root-relative with `/`, [] is all of it. */
export interface WalkRequest {
  readonly root: string
  readonly paths: readonly string[]
  readonly rules: IgnoreRules
  readonly maxFileBytes: number
  /** Why a file of this validator was not read last time, where known: it need not be opened again. */
  readonly remembered: (path: string, validator: string) => SkipReason | null
}

/** A folder to walk with the rules in force in it, its own ignore files not yet read. */
export interface PendingFolder {
  readonly folder: string
  readonly rules: IgnoreRules
}

/** A name met in a folder: a directory entry, or the stats of a path with its name. */
export type Met = Pick<Dirent, 'name' | 'isFile' | 'isSymbolicLink'>

const batchSize = 128

/**
 * Lists the files under the named paths in small batches, one `lstat` each (about 3 µs; asynchronous calls take three
 * times as long, so the caller pauses between batches instead). Nothing is opened but ignore files, no link is followed.
 */
export function* walkFolder(request: WalkRequest): Generator<readonly SourceChange[], void, undefined> {
  if (request.paths.length === 0) {
    yield* walkInto(request, { folder: '', rules: request.rules }, 'all')
    return
  }
  for (const path of withoutNested(request.paths)) yield* walkNamed(request, path)
}

/** Everything at one path the user named, ignored or not. */
export function* walkNamed(request: WalkRequest, path: string): Generator<readonly SourceChange[], void, undefined> {
  const rules = rulesOfNamed(request, path)
  const stats = lstatSync(`${request.root}/${path}`, { bigint: true, throwIfNoEntry: false })
  if (stats?.isDirectory()) yield* walkInto(request, { folder: path, rules }, 'all')
  else if (stats === undefined) yield [skipped(path, 'vanished')]
  else if (stats.isSymbolicLink()) yield [skipped(path, linkReason(request.root, path))]
  else if (!stats.isFile()) yield [skipped(path, 'unreadable')]
  else yield [isSecretName(basename(path)) ? skipped(path, 'secret') : statFile(request, path)]
}

/** The rules in force at a path the user named. */
export function rulesOfNamed(request: WalkRequest, path: string): IgnoreRules {
  let rules = request.rules
  let folder = ''
  for (const piece of path.split('/')) {
    rules = addRulesOf(request, folder, rules)
    folder = folder === '' ? piece : `${folder}/${piece}`
  }
  return allowNamed(rules, path)
}

/** The files of a folder, and those under it unless only its `own` are wanted. */
export function* walkInto(
  request: WalkRequest,
  start: PendingFolder,
  depth: Place['depth'],
): Generator<readonly SourceChange[], void, undefined> {
  const pending = [start]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    let batch: SourceChange[] = []
    const listing = readFolder(request, next)
    if (listing.skipped !== null) yield [listing.skipped]
    for (const entry of listing.entries) {
      const path = next.folder === '' ? entry.name : `${next.folder}/${entry.name}`
      const found = entry.isDirectory() ? meetFolder(path, entry.name, listing.rules) : meetFile(request, path, entry, listing.rules)
      if (found === null) continue
      if (!('folder' in found)) batch.push(found)
      else if (depth === 'all') pending.push(found)
      if (batch.length < batchSize) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }
}

interface Listing {
  readonly entries: readonly Dirent[]
  readonly rules: IgnoreRules
  readonly skipped: SourceChange | null
}

function readFolder(request: WalkRequest, { folder, rules }: PendingFolder): Listing {
  try {
    const entries = readdirSync(folder === '' ? request.root : `${request.root}/${folder}`, { withFileTypes: true })
    return { entries, rules: addRulesOf(request, folder, rules, entries), skipped: null }
  } catch (error) {
    if (folder === '') throw error
    return { entries: [], rules, skipped: skipped(`${folder}/`, reasonOf(error)) }
  }
}

export function meetFolder(path: string, name: string, rules: IgnoreRules): PendingFolder | SourceChange | null {
  if (isOwnFolder(name)) return null
  const reason = skipFolderByName(name) ?? (isIgnored(rules, path, true) ? 'ignored' : null)
  return reason === null ? { folder: path, rules: enterFolder(rules, path) } : skipped(`${path}/`, reason)
}

export function meetFile(request: WalkRequest, path: string, entry: Met, rules: IgnoreRules): SourceChange | null {
  // In a linked work tree and a submodule `.git` is a file.
  if (isOwnFolder(entry.name)) return null
  if (entry.isSymbolicLink()) return skipped(path, linkReason(request.root, path))
  if (!entry.isFile()) return skipped(path, 'unreadable')
  const reason = skipByName(entry.name)
  if (reason === 'secret') return skipped(path, reason)
  if (isIgnored(rules, path, false)) return skipped(path, 'ignored')
  return reason === null ? statFile(request, path) : skipped(path, reason)
}

function statFile(request: WalkRequest, path: string): SourceChange {
  try {
    const stats = lstatSync(`${request.root}/${path}`, { bigint: true, throwIfNoEntry: false })
    // A name that is not UTF-8 cannot be opened again by the string it is listed as.
    if (stats === undefined) return skipped(path, path.includes('\ufffd') ? 'unreadable' : 'vanished')
    if (!stats.isFile()) return skipped(path, 'vanished')
    const validator = fileValidator(stats)
    const reason = stats.size > request.maxFileBytes ? 'too-large' : request.remembered(path, validator)
    if (reason !== null) return skipped(path, reason)
    return { kind: 'present', document: { path, validator, size: Number(stats.size), modifiedAt: Number(stats.mtimeMs) } }
  } catch (error) {
    return skipped(path, reasonOf(error))
  }
}

export function addRulesOf(request: WalkRequest, folder: string, rules: IgnoreRules, entries?: readonly Dirent[]): IgnoreRules {
  let result = rules
  for (const name of ignoreFileNames) {
    if (entries !== undefined && !entries.some((entry) => entry.name === name && entry.isFile())) continue
    const text = readPatterns(`${request.root}/${folder === '' ? '' : `${folder}/`}${name}`)
    if (text !== '') result = addFolderRules(result, folder, text)
  }
  return result
}

export function withoutNested(paths: readonly string[]): readonly string[] {
  const named = new Set(paths)
  return [...named].filter((path) => {
    for (let above = dirname(path); above !== '.'; above = dirname(above)) if (named.has(above)) return false
    return true
  })
}

export function skipped(path: string, reason: SkipReason): SourceChange {
  return { kind: 'skipped', path, reason }
}

function reasonOf(error: unknown): SkipReason {
  const reason = fileErrorReason(error)
  if (reason === null) throw error
  return reason
}
