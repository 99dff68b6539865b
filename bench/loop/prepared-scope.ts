import { existsSync } from 'node:fs'
import type { PartOptions } from '../measured-part.ts'
import { copyScope, originOf, type ScopeFolder, scopeFolder } from './scope-folder.ts'
import { sleepApart } from './sleep-apart.ts'

const preparedNow = new Set<string>()

/** Hono's documents or zod's sources with everything prepared; null where their files are missing. Prepared once a run. */
export async function preparedScope(name: 'hono' | 'zod', { data, reuse, log }: PartOptions): Promise<ScopeFolder | null> {
  const origin = originOf(name, data)
  if (origin === null) return null
  const known = scopeFolder(name)
  if ((reuse || preparedNow.has(name)) && existsSync(known.database)) return known
  log(`${name}: preparing it first`)
  const scope = await copyScope(name, origin)
  await sleepApart(scope)
  notePrepared(name)
  return scope
}

/** Says that this run has just slept over the scope. */
export function notePrepared(name: string): void {
  preparedNow.add(name)
}
