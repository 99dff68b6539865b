import { openReverie } from '../../src/faces/open-reverie.ts'
import type { Reverie } from '../../src/faces/reverie.ts'
import type { createHashingEmbedder } from '../../src/testing/hashing-embedder.ts'
import type { CountingModel } from './history-model.ts'

/** Reverie over a folder with a model and an embedder that count what they are given. */
export function openCounted(parts: {
  readonly folder: string
  readonly database: string
  readonly embedder: ReturnType<typeof createHashingEmbedder>
  readonly counting: CountingModel
}): Promise<Reverie> {
  const { model, name, dimensions } = parts.embedder
  return openReverie({
    folder: parts.folder,
    database: parts.database,
    embedder: { model, name, dimensions },
    model: { name: 'scripted/model', model: parts.counting.model },
  })
}
