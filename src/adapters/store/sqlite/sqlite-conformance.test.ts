import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { storeConformance } from '../../../testing/store-conformance.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

describe('SQLite in a file', () => {
  storeConformance({
    describe,
    it,
    expect,
    isShared: true,
    createDatabase: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'reverie-store-'))
      return {
        open: (clock) => openSqliteStore({ path: join(folder, 'reverie.db'), clock }),
        drop: () => rm(folder, { recursive: true }),
      }
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
