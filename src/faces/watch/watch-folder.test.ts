import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFolderSource } from '../../adapters/sources/folder-source.ts'
import { createParcelWatcher } from '../../adapters/watcher/parcel-watcher.ts'
import { systemClock } from '../../spec/clock.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import { systemTimer } from '../../spec/timer.ts'
import type { Watcher } from '../../spec/watcher.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'
import type { Reverie, SyncOutcome, WatchedSync } from '../reverie.ts'
import { watchFolder } from './watch-folder.ts'

const patienceMs = 20_000

interface Watched extends AsyncDisposable {
  readonly root: string
  readonly reverie: Reverie
  readonly syncs: readonly WatchedSync[]
  readonly notes: readonly string[]
  /** Resolves once the syncs so far are as wanted. */
  until(holds: () => boolean): Promise<void>
  write(path: string, text: string): void
  stop(): Promise<void>
}

/** A watch over an empty real folder. */
async function watched(files: Readonly<Record<string, string>> = {}): Promise<Watched> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-watch-')))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  const reverie = await openReverie({ folder: root, embedder: createHashingEmbedder() })
  const stop = new AbortController()
  const syncs: WatchedSync[] = []
  const notes: string[] = []
  const listeners = new Set<() => void>()
  const ended = reverie.watch({
    signal: stop.signal,
    onSync: (sync) => {
      syncs.push(sync)
      for (const listener of listeners) listener()
    },
    onNote: (note) => notes.push(note),
  })
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`Not within ${patienceMs} ms; there were ${syncs.length} syncs.`)), patienceMs)
      const look = () => {
        if (!holds()) return
        listeners.delete(look)
        clearTimeout(late)
        resolve()
      }
      listeners.add(look)
      look()
    })
  const end = async () => {
    stop.abort()
    await ended
  }
  await until(() => syncs.length === 1)
  return {
    root,
    reverie,
    syncs,
    notes,
    until,
    write,
    stop: end,
    async [Symbol.asyncDispose]() {
      await end()
      await reverie.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

const total = ({ syncs }: Watched) => syncs.at(-1)?.receipt.documents.total

describe('reverie.watch', () => {
  it('begins in an empty folder, takes up what is written, edited, moved and removed, and ends when told', async () => {
    await using one = await watched()
    expect([one.syncs[0]?.cause, total(one)]).toEqual(['start', 0])
    one.write('docs/a.md', '# A\n\nThe port is 3000.\n')
    await one.until(() => total(one) === 1)
    one.write('docs/a.md', '# A\n\nThe port is 4000.\n')
    await one.until(() => one.syncs.at(-1)?.receipt.passages.changed === 1)
    expect((await one.reverie.ask({ question: 'Which port is it?', mode: 'live' })).text).toContain('4000')
    renameSync(join(one.root, 'docs'), join(one.root, 'papers'))
    await one.until(() => one.syncs.some(({ receipt }) => receipt.documents.moved === 1))
    one.write('papers/a.md', '# A\n\nThe port is 5000.\n')
    await one.until(() => one.syncs.at(-1)?.receipt.changes[0]?.path === 'papers/a.md' && one.syncs.at(-1)?.receipt.passages.changed === 1)
    rmSync(join(one.root, 'papers'), { recursive: true })
    await one.until(() => total(one) === 0)
    expect(one.notes).toEqual([])
    await one.stop()
  })

  it('takes an editor’s save by rename for an edit, and looks at that file alone', async () => {
    await using one = await watched({ 'a.md': '# A\n\nThe port is 3000.\n', 'b.md': '# B\n\nStays.\n' })
    one.write('.a.md.tmp', '# A\n\nThe port is 4000.\n')
    renameSync(join(one.root, '.a.md.tmp'), join(one.root, 'a.md'))
    await one.until(() => one.syncs.some(({ receipt }) => receipt.documents.changed === 1))
    const edit = one.syncs.find(({ receipt }) => receipt.documents.changed === 1)
    expect(edit?.receipt).toMatchObject({
      documents: { added: 0, removed: 0, total: 2 },
      changes: [{ kind: 'changed', path: 'a.md', from: null }],
    })
    expect(edit?.looked).not.toBeNull()
  })

  it('sees an edit of equal length whose time stamp was put back', async () => {
    await using one = await watched({ 'a.md': '# A\n\nThe limit is 10.\n' })
    const then = new Date(Date.UTC(2025, 0, 1))
    utimesSync(join(one.root, 'a.md'), then, then)
    await one.reverie.sync()
    one.write('a.md', '# A\n\nThe limit is 20.\n')
    utimesSync(join(one.root, 'a.md'), then, then)
    await one.until(() => one.syncs.at(-1)?.receipt.documents.changed === 1)
  })

  it('reads everything again where an ignore file changes', async () => {
    await using one = await watched({ 'docs/a.md': '# A\n\nOne.\n', 'drafts/b.md': '# B\n\nTwo.\n' })
    one.write('.reverieignore', 'drafts/\n')
    await one.until(() =>
      one.syncs.some(({ receipt }) => receipt.changes.some(({ kind, path }) => kind === 'removed' && path === 'drafts/b.md')),
    )
    rmSync(join(one.root, '.reverieignore'))
    await one.until(() => one.syncs.at(-1)?.receipt.changes.some(({ kind, path }) => kind === 'added' && path === 'drafts/b.md') === true)
  })

  it('refuses where there is no folder', async () => {
    await using reverie = await openReverie({ folder: null, database: ':memory:', embedder: createHashingEmbedder() })
    await expect(reverie.watch()).rejects.toMatchObject({ code: 'bad-argument' })
  })
})

/** A watch of a real folder whose syncs are only counted: the places of each, null for everything. */
async function counted(
  watcher: Watcher | undefined,
  body: (one: { root: string; looked: readonly (readonly string[] | null)[]; until(holds: () => boolean): Promise<void> }) => Promise<void>,
): Promise<readonly string[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-watch-')))
  const source = createFolderSource({ root, id: 'folder' as SourceId, scope: 'default' as ScopeId })
  const stop = new AbortController()
  const looked: (readonly string[] | null)[] = []
  const notes: string[] = []
  let heard: () => void = () => {}
  const ended = watchFolder(
    {
      folder: root,
      notKept: null,
      clock: systemClock,
      // A poller's second passes sooner.
      timer: { wait: (milliseconds, signal) => systemTimer.wait(milliseconds === 1_000 ? 20 : milliseconds, signal) },
      source: async () => source,
      ...(watcher === undefined ? {} : { watcher }),
      sync: async ({ places }) => {
        looked.push(places?.map(({ path }) => path) ?? null)
        heard()
        return {} as SyncOutcome
      },
    },
    { signal: stop.signal, onNote: (note) => notes.push(note) },
  )
  const until = async (holds: () => boolean) => {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        heard = resolve
      })
    }
  }
  await until(() => looked.length === 1)
  await body({ root, looked, until })
  stop.abort()
  await ended
  rmSync(root, { recursive: true })
  return notes
}

describe('a burst', () => {
  it('of two thousand files written in one go makes at most three syncs, the last of them of what came last', async () => {
    await counted(undefined, async ({ root, looked, until }) => {
      for (let at = 0; at < 2_000; at++) {
        mkdirSync(join(root, `part-${at % 40}`), { recursive: true })
        writeFileSync(join(root, `part-${at % 40}/n${at}.md`), `Text of ${at}.\n`)
      }
      await until(() => looked.slice(1).includes(null))
      writeFileSync(join(root, 'last.md'), 'Last.')
      await until(() => looked.at(-1)?.includes('last.md') === true)
      expect(looked.length).toBeLessThanOrEqual(1 + 3 + 1)
    })
  })
})

describe('a folder the system will not watch', () => {
  it.each([
    ['ENOSPC', "inotify_add_watch on '/x' failed: No space left on device"],
    ['EMFILE', 'Unable to initialize inotify: Too many open files'],
    ['EPERM', 'Operation not permitted'],
    ['no build', 'No prebuild or local build of @parcel/watcher found. Tried @parcel/watcher-x.'],
  ])('is looked at instead, and that is said once: %s', async (_, message) => {
    const refused = createParcelWatcher({ load: async () => ({ subscribe: () => Promise.reject(new Error(message)) }) })
    const notes = await counted(refused, async ({ root, looked, until }) => {
      writeFileSync(join(root, 'a.md'), 'One.')
      await until(() => looked.length === 2)
      expect(looked).toEqual([null, ['']])
    })
    expect(notes).toEqual([
      expect.stringMatching(/^The folder .+ cannot be watched: .+\. Looking for changes every second or more instead\.$/),
    ])
  })
})
