import { resolve } from 'node:path'
import { isPostgresAddress } from '../../adapters/store/postgres/is-postgres-address.ts'
import type { ParsedConfig } from './config-schema.ts'
import { readConfigFile } from './read-config-file.ts'
import { readEnvironment } from './read-environment.ts'

/** Where a setting came from. */
export type ConfigOrigin = 'file' | 'environment' | 'flag'

/** File, environment and flags put together, each winning over the one before. */
export interface LoadedConfig {
  readonly folder: string
  readonly config: ParsedConfig
  readonly origins: Readonly<Partial<Record<keyof ParsedConfig, ConfigOrigin>>>
  /** The file that was read, or null. */
  readonly file: string | null
}

export interface LoadConfigRequest {
  /** Absolute folder that is worked on. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly flags: ParsedConfig
}

/**
 * Reads the folder's configuration file, then `REVERIE_*`, then flags, in rising order, and makes the database's path
 * absolute where it is a file. Throws `bad-config`.
 */
export async function loadConfig(request: LoadConfigRequest): Promise<LoadedConfig> {
  const file = await readConfigFile(request.folder)
  const layers: readonly (readonly [ConfigOrigin, ParsedConfig])[] = [
    ['file', file?.config ?? {}],
    ['environment', readEnvironment(request.environment)],
    ['flag', request.flags],
  ]
  const origins: Partial<Record<keyof ParsedConfig, ConfigOrigin>> = {}
  const config: ParsedConfig = {}
  for (const [origin, layer] of layers) {
    for (const key of Object.keys(layer) as (keyof ParsedConfig)[]) if (layer[key] !== undefined) origins[key] = origin
    Object.assign(config, Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined)))
  }
  const database = config.database === undefined ? undefined : placed(request.folder, config.database)
  return {
    folder: request.folder,
    config: database === undefined ? config : { ...config, database },
    origins,
    file: file?.path ?? null,
  }
}

/** A file's path is relative to the folder; memory and a server are named as they are. */
function placed(folder: string, database: string): string {
  return database === ':memory:' || isPostgresAddress(database) ? database : resolve(folder, database)
}
