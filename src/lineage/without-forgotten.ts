import type { ListOptions, Source, SourceChange, SweepOptions } from '../spec/source.ts'
import type { Tombstones } from './tombstones.ts'

/** The source without what was forgotten: to the corpus such a document is not there. */
export function withoutForgotten(source: Source, tombstones: () => Tombstones): Source {
  async function* list(options?: ListOptions): AsyncIterable<SourceChange> {
    const forgotten = tombstones()
    for await (const change of source.list(options)) {
      if (change.kind === 'skipped' || !forgotten.hasPath(change.document.path)) yield change
    }
  }
  const verify = source.verify?.bind(source)
  const sweep = source.sweep?.bind(source)
  const now = source.now?.bind(source)
  return {
    id: source.id,
    kind: source.kind,
    scope: source.scope,
    list,
    read: async (path, options) => (tombstones().hasPath(path) ? { skipped: 'vanished' } : source.read(path, options)),
    ...(verify === undefined ? {} : { verify }),
    ...(sweep === undefined ? {} : { sweep: (seals, options = {}) => sweep(seals, leavingOut(tombstones(), options)) }),
    ...(now === undefined ? {} : { now }),
  }
}

function leavingOut(forgotten: Tombstones, options: SweepOptions): SweepOptions {
  return forgotten.count === 0 ? options : { ...options, isLeftOut: (path) => forgotten.hasPath(path) }
}
