import { describe, expect, it } from 'vitest'
import { storeConformance } from '../../../testing/store-conformance.ts'
import { testPostgres } from '../../../testing/test-postgres.ts'

const postgres = await testPostgres()

describe.skipIf(postgres.missing !== null)(postgres.title, () => {
  storeConformance({ describe, it, expect, isShared: true, createDatabase: postgres.createStore })
})
