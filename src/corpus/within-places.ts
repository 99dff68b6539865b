import type { Place } from '../spec/source.ts'

/** Tells whether a path is at one of the places; null is everywhere. Pure; looks at each folder above the path once. */
export function withinPlaces(places: readonly Place[] | null): (path: string) => boolean {
  if (places === null) return () => true
  const deep = new Set(places.filter((place) => place.depth === 'all').map((place) => place.path))
  const own = new Set(places.filter((place) => place.depth === 'own').map((place) => place.path))
  if (deep.has('')) return () => true
  return (path) => {
    if (deep.has(path) || own.has(path)) return true
    let cut = path.lastIndexOf('/')
    if (own.has(cut === -1 ? '' : path.slice(0, cut))) return true
    for (; cut > 0; cut = path.lastIndexOf('/', cut - 1)) if (deep.has(path.slice(0, cut))) return true
    return false
  }
}
