import { lstatSync, realpathSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { ReverieError } from '../../spec/errors.ts'
import { isInside } from './link-reason.ts'

/**
 * Turns paths as a person types them, relative to `from`, into paths of a folder source: relative to its root with `/`,
 * links resolved, '' for the root itself. Throws `bad-argument` naming the first that does not exist or lies outside.
 */
export function resolvePaths(root: string, given: readonly string[], from: string = root): readonly string[] {
  const realRoot = realpathSync.native(root)
  return given.map((path) => {
    const absolute = resolve(from, path)
    if (lstatSync(absolute, { throwIfNoEntry: false }) === undefined) {
      throw new ReverieError('bad-argument', `Expected a file or folder, found nothing at "${path}".`, {
        hint: `Paths are looked up from ${from}.`,
      })
    }
    const real = realOf(absolute, path)
    if (!isInside(realRoot, real)) {
      throw new ReverieError('bad-argument', `Expected a path inside ${root}, found "${path}", which is outside.`, {
        hint: 'Name paths inside the folder; use -C to work on another one.',
      })
    }
    return relative(realRoot, real).split(sep).join('/')
  })
}

function realOf(absolute: string, path: string): string {
  try {
    return realpathSync.native(absolute)
  } catch (cause) {
    throw new ReverieError('bad-argument', `Expected a file or folder at "${path}", found a link to nothing.`, { cause })
  }
}
