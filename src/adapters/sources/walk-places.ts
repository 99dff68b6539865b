import { lstatSync } from 'node:fs'
import { basename } from 'node:path'
import type { Place, SourceChange } from '../../spec/source.ts'
import type { IgnoreRules } from './ignore-rules.ts'
import { addRulesOf, meetFile, meetFolder, rulesOfNamed, type WalkRequest, walkInto, walkNamed, withoutNested } from './walk-folder.ts'

/**
 * Lists what {@link walkFolder} would list at some places, each once. What is gone, ignored or reached through a link
 * lists nothing or as skipped; a path the user named is entered however it is ignored.
 */
export function* walkPlaces(request: WalkRequest, places: readonly Place[]): Generator<readonly SourceChange[], void, undefined> {
  const named = request.paths.length === 0 ? [''] : withoutNested(request.paths)
  const wanted = withoutCovered(places)
  // A folder's own files and one of them: only what stands there tells that they overlap.
  const met = new Set<string>()
  const isNew = (change: SourceChange) => {
    const { path } = change.kind === 'present' ? change.document : change
    return met.size < met.add(path).size
  }
  for (const place of wanted) {
    for (const start of named) {
      const batches = walkAt(request, start, place)
      if (wanted.length === 1) yield* batches
      else for (const batch of batches) yield batch.filter(isNew)
    }
  }
}

/** What of a place is at or under a path the user named, '' the root. */
function walkAt(request: WalkRequest, start: string, place: Place): Iterable<readonly SourceChange[]> {
  if (isAtOrUnder(place.path, start)) return walkDown(request, start, place)
  return place.depth === 'all' && isAtOrUnder(start, place.path) ? walkNamed(request, start) : []
}

/** From a path the user named, or the root, down to a place at or under it, meeting each folder on the way as a walk does. */
function* walkDown(request: WalkRequest, start: string, place: Place): Generator<readonly SourceChange[], void, undefined> {
  if (place.path === start && start !== '') {
    if (place.depth === 'all' || kindOf(request, start) !== 'folder') yield* walkNamed(request, start)
    else yield* walkInto(request, { folder: start, rules: rulesOfNamed(request, start) }, 'own')
    return
  }
  let folder = start
  let rules: IgnoreRules = start === '' ? request.rules : rulesOfNamed(request, start)
  const pieces = place.path === '' ? [] : place.path.slice(start === '' ? 0 : start.length + 1).split('/')
  for (const [at, name] of pieces.entries()) {
    rules = addRulesOf(request, folder, rules)
    const path = folder === '' ? name : `${folder}/${name}`
    const kind = kindOf(request, path)
    if (kind === null) return
    if (kind !== 'folder') {
      const met = at === pieces.length - 1 ? meetFile(request, path, metAs(name, kind), rules) : null
      if (met !== null) yield [met]
      return
    }
    const found = meetFolder(path, name, rules)
    if (found === null) return
    if (!('folder' in found)) {
      yield [found]
      return
    }
    folder = path
    rules = found.rules
  }
  yield* walkInto(request, { folder, rules }, place.depth)
}

function kindOf({ root }: WalkRequest, path: string): 'folder' | 'file' | 'link' | 'other' | null {
  try {
    const stats = lstatSync(`${root}/${path}`, { throwIfNoEntry: false })
    if (stats === undefined) return null
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : stats.isSymbolicLink() ? 'link' : 'other'
  } catch {
    // A file or an unreadable folder stands in the way: nothing there can be read.
    return null
  }
}

function metAs(name: string, kind: 'file' | 'link' | 'other') {
  return { name: basename(name), isFile: () => kind === 'file', isSymbolicLink: () => kind === 'link' }
}

/** Places that no other place lists already. */
function withoutCovered(places: readonly Place[]): readonly Place[] {
  const deep = new Set(places.filter((place) => place.depth === 'all').map((place) => place.path))
  const met = new Set<string>()
  return places.filter(({ path, depth }) => {
    const key = `${depth}:${path}`
    if (met.has(key) || (depth === 'own' && deep.has(path)) || (path !== '' && deep.has(''))) return false
    met.add(key)
    for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) if (deep.has(path.slice(0, cut))) return false
    return true
  })
}

function isAtOrUnder(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
