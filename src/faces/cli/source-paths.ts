import { existsSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { ReverieError } from '../../spec/errors.ts'
import type { LoadedConfig } from '../config/load-config.ts'
import type { Output } from './output.ts'

/**
 * The paths a sleep reads, relative to the folder with `/`: those of the configuration, which wins, else those given, else
 * null (unchanged). Throws `bad-argument` for one that does not exist or lies outside the folder.
 */
export function sourcePaths(loaded: LoadedConfig, given: readonly string[], output: Output): readonly string[] | null {
  const configured = loaded.config.paths
  if (configured !== undefined && given.length > 0) {
    output.note(`The configuration sets the paths (${configured.join(', ')}), so those given are not used.`)
  }
  const paths = configured ?? (given.length === 0 ? null : given)
  return paths === null ? null : [...new Set(paths.map((path) => inFolder(loaded.folder, path)))]
}

function inFolder(folder: string, path: string): string {
  const absolute = resolve(folder, path)
  const inner = relative(folder, absolute)
  if (inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner)) {
    throw new ReverieError('bad-argument', `${path} lies outside ${folder}.`, { hint: 'Give -C the folder that holds everything to read.' })
  }
  if (!existsSync(absolute)) {
    throw new ReverieError('bad-argument', `There is no ${path} in ${folder}.`, { hint: 'Paths are relative to that folder.' })
  }
  return inner === '' ? '.' : inner.split(sep).join('/')
}
