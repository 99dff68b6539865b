/**
 * For paths that hold the same name, the shortest words that tell each apart: the folders that differ (`v4/core`), else
 * the file's name without its ending (`v4/core/util`, `util`). The first `shared` folders are left out.
 */
export function distinctPlaces(paths: readonly string[], shared: number): ReadonlyMap<string, string> {
  const parts = paths.map((path) => moduleOf(path).split('/'))
  const places = new Map<string, string>()
  for (const [index, path] of paths.entries()) {
    const own = parts[index] ?? []
    const folder = own.slice(shared, -1).join('/')
    const isAlone =
      folder !== '' &&
      parts.every(
        (other, at) => at === index || moduleOf(paths[at] ?? '') === moduleOf(path) || other.slice(shared, -1).join('/') !== folder,
      )
    places.set(path, isAlone ? folder : own.slice(shared).join('/'))
  }
  return places
}

/** A path without its endings: a declaration file and its script are one module. */
export function moduleOf(path: string): string {
  return path.replace(/(?:\.d)?\.[^./]+$/, '')
}

/** How many folders all the paths begin with. */
export function sharedFolders(paths: readonly string[]): number {
  const parts = paths.map((path) => path.split('/'))
  const first = parts[0] ?? []
  let shared = 0
  while (shared < first.length - 1 && parts.every((other) => shared < other.length - 1 && other[shared] === first[shared])) shared += 1
  return shared
}
