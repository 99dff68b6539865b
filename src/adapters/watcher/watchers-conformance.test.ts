import { mkdtempSync, realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../spec/clock.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import { systemTimer } from '../../spec/timer.ts'
import type { Watcher } from '../../spec/watcher.ts'
import { watcherConformance } from '../../testing/watcher-conformance.ts'
import { createFolderSource } from '../sources/folder-source.ts'
import { createParcelWatcher } from './parcel-watcher.ts'
import { createPollingWatcher } from './polling-watcher.ts'

describe('the system’s own events', () => suiteOver(() => createParcelWatcher()))
describe('looking every now and then', () => suiteOver(pollingOver))

function suiteOver(watcherOver: (root: string) => Watcher): void {
  watcherConformance({
    describe,
    it,
    expect,
    createWatch: async () => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-watch-')))
      return { root, watcher: watcherOver(root), close: () => rm(root, { recursive: true, force: true }) }
    },
  })
}

function pollingOver(root: string): Watcher {
  return {
    subscribe(given, handlers) {
      const source = createFolderSource({ root: given, id: 'folder' as SourceId, scope: 'default' as ScopeId })
      const sweep: NonNullable<typeof source.sweep> = source.sweep ?? (() => Promise.reject(new Error(`${root} cannot be swept.`)))
      return createPollingWatcher({
        clock: systemClock,
        timer: systemTimer,
        sweep: (seals, signal) => sweep(seals, { signal }),
        leastMs: 20,
      }).subscribe(given, handlers)
    },
  }
}
