import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Place } from '../spec/source.ts'
import type { Watcher, WatchSubscription } from '../spec/watcher.ts'
import type { TestRegistrar } from './test-registrar.ts'

/** One empty folder and the watcher under test over it. */
export interface TestWatch {
  /** Absolute. */
  readonly root: string
  readonly watcher: Watcher
  /** Removes the folder, where it is still there. */
  close(): Promise<void>
}

export interface WatcherSuite extends TestRegistrar {
  createWatch(): Promise<TestWatch>
}

/** No hint took so long yet on a loaded machine. */
const patienceMs = 10_000

/**
 * What every `Watcher` promises, on a real folder, as tests for any runner:
 *
 * ```ts
 * watcherConformance({ describe, it, expect, createWatch: async () => ({ root, watcher, close }) })
 * ```
 */
export function watcherConformance(suite: WatcherSuite): void {
  const { describe, it, expect } = suite
  const test = (name: string, prepare: (folder: Folder) => Promise<void>, body: (heard: Heard, folder: Folder) => Promise<void>) =>
    it(name, async () => {
      const { root, watcher, close } = await suite.createWatch()
      const folder = folderAt(root)
      await prepare(folder)
      const heard = hearing()
      const subscription = await watcher.subscribe(root, heard.handlers)
      try {
        await body({ ...heard, subscription }, folder)
      } finally {
        await subscription.close()
        await close()
      }
    })
  const nothing = async () => {}

  describe('watcher conformance', () => {
    test('hears of a new file in a folder that was empty', nothing, async (heard, { write }) => {
      await write('a.md', 'One.')
      await heard.of('a.md')
    })

    test(
      'hears of an edit, also a small one of equal length',
      ({ write }) => write('docs/a.md', 'The limit is 10.'),
      async (heard, { write }) => {
        await write('docs/a.md', 'The limit is 20.')
        await heard.of('docs/a.md')
      },
    )

    test(
      'hears of a deletion',
      ({ write }) => write('docs/a.md', 'One.'),
      async (heard, { root }) => {
        await rm(join(root, 'docs/a.md'))
        await heard.of('docs/a.md')
      },
    )

    test(
      'hears of an editor’s save by a file written beside and renamed over',
      ({ write }) => write('a.md', 'One.'),
      async (heard, { root, write }) => {
        await write('.a.md.swp', 'Two.')
        await rename(join(root, '.a.md.swp'), join(root, 'a.md'))
        await heard.of('a.md')
      },
    )

    test('hears of files in folders made after the watch began', nothing, async (heard, { write }) => {
      await write('new/deep/er/a.md', 'One.')
      await heard.of('new/deep/er/a.md')
      heard.forget()
      await write('new/deep/er/b.md', 'Two.')
      await heard.of('new/deep/er/b.md')
    })

    test(
      'hears of both sides of a renamed folder, and afterwards of what changes deep inside it by its new path',
      ({ write }) => write('old/inner/a.md', 'One.'),
      async (heard, { root, write }) => {
        await rename(join(root, 'old'), join(root, 'new'))
        await heard.of('new/inner/a.md')
        await heard.of('old/inner/a.md')
        heard.forget()
        // Until a watch has been made anew, it may say nothing of the inside; then it says that everything may have changed.
        await heard.until(async () => {
          await write('new/inner/a.md', `Edited at ${performance.now()}.`)
          return heard.has('new/inner/a.md')
        })
      },
    )

    test(
      'hears of a folder that is removed with everything in it',
      ({ write }) => write('docs/deep/a.md', 'One.'),
      async (heard, { root }) => {
        await rm(join(root, 'docs'), { recursive: true })
        await heard.of('docs/deep/a.md')
      },
    )

    test('hears of two thousand files written at once, of each', nothing, async (heard, { write }) => {
      const paths = Array.from({ length: 2_000 }, (_, at) => `part-${at % 20}/n${at}.md`)
      await Promise.all(paths.map((path) => write(path, `Text of ${path}.`)))
      for (const path of paths) await heard.of(path)
    })

    test(
      'watches on beside a folder it may not read',
      async ({ root, write }) => {
        await write('closed/a.md', 'One.')
        await chmod(join(root, 'closed'), 0)
      },
      async (heard, { root, write }) => {
        await write('open.md', 'One.')
        await heard.of('open.md')
        await chmod(join(root, 'closed'), 0o755)
      },
    )

    test('says so, in one way or another, when the folder itself is gone', nothing, async (heard, { root }) => {
      await rm(root, { recursive: true })
      await heard.until(async () => heard.isEnded() || heard.isLost())
    })

    test('hears nothing more once closed', nothing, async (heard, { write }) => {
      await heard.subscription.close()
      await write('a.md', 'One.')
      await heard.subscription.close()
      expect(heard.has('a.md')).toBe(false)
    })

    it('refuses a folder that is not there', async () => {
      const { root, watcher, close } = await suite.createWatch()
      const outcome = await watcher.subscribe(join(root, 'nowhere'), hearing().handlers).then(
        () => 'subscribed',
        () => 'refused',
      )
      expect(outcome).toBe('refused')
      await close()
    })
  })
}

interface Folder {
  readonly root: string
  write(path: string, text: string): Promise<void>
}

function folderAt(root: string): Folder {
  return {
    root,
    async write(path, text) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    },
  }
}

type Heard = ReturnType<typeof hearing> & { readonly subscription: WatchSubscription }

/** What was heard so far. */
function hearing() {
  let places: Place[] = []
  let lost = false
  let ended = false
  let wake: () => void = () => {}
  const heardOf = (path: string) => lost || places.some((place) => covers(place, path))
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    const end = performance.now() + patienceMs
    while (!(await holds())) {
      if (performance.now() > end)
        throw new Error(`Not heard within ${patienceMs} ms; heard of ${places.map(({ path }) => path).join(', ') || 'nothing'}.`)
      // Woken by whatever is heard next, or asked again where `holds` itself brings it about.
      await new Promise<void>((resolve) => {
        const again = setTimeout(resolve, 50)
        wake = () => {
          clearTimeout(again)
          resolve()
        }
      })
    }
  }
  return {
    handlers: {
      onChange(found: readonly Place[]) {
        places.push(...found)
        wake()
      },
      onLost() {
        lost = true
        wake()
      },
      onEnd() {
        ended = true
        wake()
      },
    },
    has: heardOf,
    isLost: () => lost,
    isEnded: () => ended,
    forget() {
      places = []
      lost = false
    },
    until,
    of: (path: string) => until(async () => heardOf(path)),
  }
}

function covers({ path, depth }: Place, wanted: string): boolean {
  if (path === wanted) return true
  const folder = dirname(wanted) === '.' ? '' : dirname(wanted)
  return depth === 'own' ? folder === path : path === '' || wanted.startsWith(`${path}/`)
}
