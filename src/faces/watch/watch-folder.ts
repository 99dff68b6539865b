import { createParcelWatcher } from '../../adapters/watcher/parcel-watcher.ts'
import { createPollingWatcher } from '../../adapters/watcher/polling-watcher.ts'
import type { Clock } from '../../spec/clock.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { Place, Source } from '../../spec/source.ts'
import { systemTimer, type Timer } from '../../spec/timer.ts'
import type { Watcher } from '../../spec/watcher.ts'
import type { SyncOutcome, WatchOptions } from '../reverie.ts'
import { watchSources } from './watch-sources.ts'

export interface WatchFolderParts {
  /** Absolute, or null where no folder is read. */
  readonly folder: string | null
  /** Why nothing would be kept, or null. */
  readonly notKept: string | null
  readonly clock: Clock
  readonly source: () => Promise<Source | null>
  readonly sync: (options: { readonly places?: readonly Place[]; readonly signal?: AbortSignal }) => Promise<SyncOutcome>
  /** Default: real ones; for tests. */
  readonly timer?: Timer
  readonly watcher?: Watcher
}

/** Keeps a folder's corpus up to date until the signal aborts. Throws `bad-argument` without a folder, `database-read-only` where nothing is kept. */
export async function watchFolder(parts: WatchFolderParts, options: WatchOptions): Promise<void> {
  const { folder, notKept, clock, timer = systemTimer, watcher = createParcelWatcher() } = parts
  if (folder === null) {
    throw new ReverieError('bad-argument', 'There is no folder to watch: only pushed documents are read.', {
      hint: 'Open Reverie with a folder.',
    })
  }
  if (notKept !== null) {
    throw new ReverieError('database-read-only', `Watching would be for nothing because nothing can be kept: ${notKept}.`, {
      hint: 'Make the folder writable, or name another database with REVERIE_DATABASE.',
    })
  }
  const polling = createPollingWatcher({
    clock,
    timer,
    sweep: async (seals, signal) => {
      const sweep = (await parts.source())?.sweep
      if (sweep === undefined) throw new ReverieError('internal', 'The source cannot be looked over.')
      return sweep(seals, { signal })
    },
  })
  await watchSources<SyncOutcome>({
    clock,
    timer,
    signal: options.signal,
    subscribe: (handlers) => watcher.subscribe(folder, handlers),
    poll: (handlers) => polling.subscribe(folder, handlers),
    sync: (places, signal) => parts.sync({ ...(places === null ? {} : { places }), ...(signal === undefined ? {} : { signal }) }),
    onSync: (receipt, { cause, places }) => options.onSync?.({ cause, looked: places?.length ?? null, receipt }),
    onNote: (note) => options.onNote?.(note),
  })
}
