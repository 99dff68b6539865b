import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scriptedClock } from '../../../testing/scripted-clock.ts'
import { storeConformance } from '../../../testing/store-conformance.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

describe('SQLite in a file', () => {
  let folder: string
  let made = 0
  const template = () => join(folder, 'template.db')

  // A copy of an empty store saves every test its migration.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reverie-store-'))
    await (await openSqliteStore({ path: template(), clock: scriptedClock() })).close()
  })
  afterAll(() => rm(folder, { recursive: true }))

  storeConformance({
    describe,
    it,
    expect,
    isShared: true,
    createDatabase: async () => {
      made += 1
      const path = join(folder, `${made}.db`)
      await copyFile(template(), path)
      return { open: (clock) => openSqliteStore({ path, clock }), drop: () => rm(path) }
    },
  })
})

describe('SQLite in memory', () => {
  storeConformance({
    describe,
    it,
    expect,
    isShared: false,
    createDatabase: async () => ({ open: (clock) => openSqliteStore({ path: ':memory:', clock }), drop: async () => {} }),
  })
})
