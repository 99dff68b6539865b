import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ReverieError } from '../../spec/errors.ts'
import { checkConfig } from './check-config.ts'
import { configFileNames } from './config-file-names.ts'
import type { ParsedConfig } from './config-schema.ts'

export interface ConfigFile {
  readonly path: string
  readonly config: ParsedConfig
}

/**
 * The folder's configuration, or null where it has none. A `.ts` file is imported (it runs, with Node's type stripping); its
 * default export is the configuration. Throws `bad-config` where it cannot be read, is wrong, or where both forms exist.
 */
export async function readConfigFile(folder: string): Promise<ConfigFile | null> {
  const found = configFileNames.map((name) => join(folder, name)).filter((path) => existsSync(path))
  const path = found[0]
  if (path === undefined) return null
  if (found.length > 1) {
    throw new ReverieError('bad-config', `${folder} holds both ${configFileNames.join(' and ')}.`, { hint: 'Keep one of them.' })
  }
  const value = path.endsWith('.json') ? readJson(path) : await importDefault(path)
  return { path, config: checkConfig(value, basename(path)) }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw unreadable(path, error)
  }
}

async function importDefault(path: string): Promise<unknown> {
  try {
    const loaded: { readonly default?: unknown } = await import(pathToFileURL(path).href)
    if (loaded.default !== undefined) return loaded.default
  } catch (error) {
    throw unreadable(path, error)
  }
  throw new ReverieError('bad-config', `${basename(path)} has no default export.`, {
    hint: 'Write `export default { … }`; `reverie init` in an empty folder shows one.',
  })
}

function unreadable(path: string, cause: unknown): ReverieError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
  return new ReverieError('bad-config', `${basename(path)} could not be read: ${reason}.`.replace('..', '.'), {
    cause,
    hint: `Correct ${path}, or move it away: every command works without it.`,
  })
}
