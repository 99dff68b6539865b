import { existsSync } from 'node:fs'
import { cp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A copy of real files with the database beside it, so that nothing measured is written into data or packages. */
export interface ScopeFolder {
  readonly name: string
  readonly folder: string
  readonly database: string
}

export const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')

const workplace = join(tmpdir(), 'reverie-bench', 'loop')

/** The names of real scopes and where their files come from, or null where that is missing. */
export function originOf(name: string, data: string | null): string | null {
  const path = name === 'hono' ? (data === null ? null : join(data, 'docs-history/hono/b')) : join(repository, 'node_modules/zod/src')
  return path !== null && existsSync(path) ? path : null
}

export function scopeFolder(name: string): ScopeFolder {
  return { name, folder: join(workplace, name, 'files'), database: join(workplace, name, 'reverie.db') }
}

/** Makes the copy anew, without a database; file times are kept, because rank depends on them. */
export async function copyScope(name: string, origin: string): Promise<ScopeFolder> {
  const scope = scopeFolder(name)
  await rm(dirname(scope.folder), { recursive: true, force: true })
  await mkdir(dirname(scope.folder), { recursive: true })
  await cp(origin, scope.folder, { recursive: true, preserveTimestamps: true })
  return scope
}
