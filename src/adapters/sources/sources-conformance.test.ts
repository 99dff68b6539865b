import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { putDocument, removePushed } from '../../corpus/put-document.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import { createCorpusFixture } from '../../testing/corpus-fixture.ts'
import { sourceConformance } from '../../testing/source-conformance.ts'
import { createParser } from '../parsers/create-parser.ts'
import { createFolderSource } from './folder-source.ts'
import { createMemorySource } from './memory-source.ts'

const parser = createParser()
afterAll(() => parser.close())

describe('a folder', () => {
  sourceConformance({
    describe,
    it,
    expect,
    createSource: async () => {
      const root = mkdtempSync(join(tmpdir(), 'reverie-source-'))
      return {
        source: createFolderSource({ root, id: 'folder' as SourceId, scope: 'default' as ScopeId }),
        put: async (path, text) => {
          mkdirSync(dirname(join(root, path)), { recursive: true })
          writeFileSync(join(root, path), text)
        },
        remove: async (path) => rmSync(join(root, path)),
        close: async () => rmSync(root, { recursive: true }),
      }
    },
  })
})

describe('documents pushed into the store', () => {
  sourceConformance({
    describe,
    it,
    expect,
    createSource: async () => {
      const fixture = await createCorpusFixture({ parser })
      const id = 'memory' as SourceId
      return {
        source: createMemorySource({ store: fixture.store, id, scope: fixture.scope }),
        put: (path, text) => putDocument(fixture.context, fixture.scope, id, { id: path, text }),
        remove: (path) => removePushed(fixture.context, fixture.scope, id, path),
        close: async () => await fixture[Symbol.asyncDispose](),
      }
    },
  })
})
