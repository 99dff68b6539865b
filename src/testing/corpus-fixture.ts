import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createParser } from '../adapters/parsers/create-parser.ts'
import { createFolderSource, type FolderSourceOptions } from '../adapters/sources/folder-source.ts'
import { openSqliteStore } from '../adapters/store/sqlite/open-sqlite-store.ts'
import type { DocumentChange } from '../corpus/change-hook.ts'
import type { CorpusContext } from '../corpus/corpus-context.ts'
import { tokenise } from '../retrieve/tokenise.ts'
import type { ScopeId, SourceId } from '../spec/ids.ts'
import type { Parser } from '../spec/parser.ts'
import type { Source } from '../spec/source.ts'
import type { Store } from '../spec/store.ts'
import { scriptedClock } from './scripted-clock.ts'

/** A folder of files, a database file beside it and the corpus stage over both; removed when disposed of. */
export interface CorpusFixture extends AsyncDisposable {
  readonly root: string
  readonly scope: ScopeId
  readonly store: Store
  readonly context: CorpusContext
  /** Every change the hook was told, in order. */
  readonly changes: DocumentChange[]
  /** Writes a file, its folders where missing, changed long ago so that its validator is settled. */
  write(path: string, content: string | Uint8Array): void
  remove(path: string): void
  folder(options?: Partial<FolderSourceOptions>): Source
  /** Another store over the same database, as another process has it. */
  openAnother(): Promise<Store>
}

/** `parser` is shared between fixtures and closed by whoever made it; without one the fixture has its own. */
export async function createCorpusFixture(options: { readonly parser?: Parser } = {}): Promise<CorpusFixture> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-corpus-')))
  const root = join(base, 'files')
  mkdirSync(root)
  const clock = scriptedClock()
  const path = join(base, 'reverie.db')
  const opened: Store[] = []
  const openAnother = async () => {
    const store = await openSqliteStore({ path, clock })
    opened.push(store)
    return store
  }
  const store = await openAnother()
  const parser = options.parser ?? createParser()
  const scope = 'default' as ScopeId
  const changes: DocumentChange[] = []
  const onChange = (change: DocumentChange) => {
    changes.push(change)
    return []
  }
  let written = 0
  return {
    root,
    scope,
    store,
    context: { store, parser, clock, tokenise, onChange },
    changes,
    write(file, content) {
      const full = join(root, file)
      mkdirSync(dirname(full), { recursive: true })
      writeFileSync(full, content)
      // A different second each time, far in the past.
      const at = new Date(Date.UTC(2025, 0, 1) + written++ * 1000)
      utimesSync(full, at, at)
    },
    remove: (file) => rmSync(join(root, file), { recursive: true }),
    folder: (options = {}) =>
      createFolderSource({ root, id: 'folder' as SourceId, scope, fileClock: { isRecent: () => false }, ...options }),
    openAnother,
    async [Symbol.asyncDispose]() {
      if (options.parser === undefined) await parser.close()
      for (const one of opened) await one.close()
      rmSync(base, { recursive: true })
    },
  }
}
