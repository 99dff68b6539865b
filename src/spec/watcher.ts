import type { Place } from './source.ts'

/** Hears of changes. What it hears are hints: digests decide whether anything changed. */
export interface WatchHandlers {
  /** Where something may have changed, soon after it did. Paths are relative to the root with `/`. */
  onChange(places: readonly Place[]): void
  /** Changes may have gone unseen, anywhere; from now on they are seen again. */
  onLost(): void
  /** The watch has ended by itself: nothing more is heard. At most once. */
  onEnd(cause: unknown): void
}

export interface WatchSubscription {
  /** After it resolves nothing more is heard. Never rejects; can be called again. */
  close(): Promise<void>
}

/** Tells of changes in a folder. */
export interface Watcher {
  /**
   * Resolves once every later change is heard of. Rejects with a ReverieError where this watcher cannot watch the folder
   * (`package-missing`, `source-unreadable`); another may.
   */
  subscribe(root: string, handlers: WatchHandlers): Promise<WatchSubscription>
}
