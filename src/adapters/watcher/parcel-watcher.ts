import { readdirSync, realpathSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { AsyncSubscription, Event, SubscribeCallback } from '@parcel/watcher'
import type { Watcher, WatchHandlers } from '../../spec/watcher.ts'
import { refuseNetworkDisk } from './network-disk.ts'
import { watchError } from './watch-error.ts'

/** The part of `@parcel/watcher` that is used. */
export interface NativeWatch {
  subscribe(root: string, hear: SubscribeCallback, options: { ignore: string[] }): Promise<AsyncSubscription>
}

export interface ParcelWatcherOptions {
  /** Loads the package; for tests. */
  readonly load?: () => Promise<NativeWatch>
}

const ignored = ['.git', '.reverie', '.hg', '.svn', 'node_modules']
const patterns = ignored.flatMap((name) => [`**/${name}`, `**/${name}/**`])
/** More events at once than this may have overflowed the system's queue, of which nothing is said. */
const mostEvents = 4_000

/**
 * Watches by the system's own events (inotify, FSEvents, ReadDirectoryChanges) through `@parcel/watcher`, loaded when
 * first used. On Linux it goes on naming what is in a moved folder by its old path, and does not watch folders inside one
 * that was moved in; so whenever a folder with folders in it appears, the watch is made anew and everything may have changed.
 */
export function createParcelWatcher({ load = () => import('@parcel/watcher') }: ParcelWatcherOptions = {}): Watcher {
  return {
    async subscribe(given, handlers) {
      const native = await load().catch((cause: unknown) => {
        throw watchError(given, cause)
      })
      try {
        const root = realpathSync.native(given)
        refuseNetworkDisk(root)
        return await openSubscription(native, root, handlers)
      } catch (cause) {
        throw watchError(given, cause)
      }
    },
  }
}

async function openSubscription(native: NativeWatch, root: string, handlers: WatchHandlers) {
  let isClosed = false
  let renewing: Promise<void> | null = null
  let current: AsyncSubscription

  const hear: SubscribeCallback = (error, events) => {
    if (isClosed) return
    if (error !== null) void renew()
    else if (events.some((event) => event.path === root && event.type === 'delete')) end(new Error('it is gone'))
    else {
      handlers.onChange(events.map((event) => ({ path: relative(root, event.path).split(sep).join('/'), depth: 'all' })))
      if (events.length > mostEvents || events.some(movedFolder)) void renew()
    }
  }

  const end = (cause: unknown): void => {
    if (isClosed) return
    isClosed = true
    void close(current)
    handlers.onEnd(watchError(root, cause))
  }

  /** Watches anew; what happens meanwhile is not heard, so that everything may have changed. */
  const renew = (): Promise<void> => {
    renewing ??= (async () => {
      await close(current)
      try {
        current = await native.subscribe(root, hear, { ignore: patterns })
        renewing = null
        if (isClosed) await close(current)
        else handlers.onLost()
      } catch (cause) {
        end(cause)
      }
    })()
    return renewing
  }

  current = await native.subscribe(root, hear, { ignore: patterns })
  return {
    close: async () => {
      isClosed = true
      await renewing
      await close(current)
    },
  }
}

function movedFolder({ path, type }: Event): boolean {
  if (type !== 'create') return false
  try {
    return readdirSync(path, { withFileTypes: true }).some((entry) => entry.isDirectory())
  } catch {
    // A file, or gone again.
    return false
  }
}

/** The system lets go of a watch by itself where its folder is gone, and complains when asked to. */
async function close(subscription: AsyncSubscription): Promise<void> {
  await subscription.unsubscribe().catch(() => {})
}
