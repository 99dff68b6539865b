import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** The folder that holds PostgreSQL's own programs, the newest where there are several; null where there is none. */
export function findBinaries(): string | null {
  const configured = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim() ?? ''
  const onPath = (process.env.PATH ?? '').split(delimiter)
  const debian = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) => versionOf(b) - versionOf(a))
  return [configured, ...debian, ...onPath].find(isWhole) ?? null
}

function versionOf(folder: string): number {
  return Number(dirname(folder).split('/').at(-1)) || 0
}

function isWhole(folder: string): boolean {
  return folder !== '' && ['initdb', 'pg_ctl', 'postgres'].every((name) => existsSync(join(folder, name)))
}
