import { openMiniLmEmbedder } from '../../src/adapters/embedders/minilm/minilm-embedder.ts'
import type { PartOptions } from '../measured-part.ts'
import { openVectorCache } from '../reader/vector-cache.ts'
import { type MatchData, openMatchData } from './sets/match-data.ts'

/** Runs with the data sets open and the real embedder behind their vectors. Throws where the data is missing. */
export async function withMatchData<Result>({ data, log }: PartOptions, run: (data: MatchData) => Promise<Result>): Promise<Result> {
  if (data === null) throw new Error('The match is measured on the development data: set REVERIE_DATA to its folder.')
  const embedder = openMiniLmEmbedder()
  try {
    return await run(openMatchData({ folder: data, embed: openVectorCache(embedder).embed, log }))
  } finally {
    await embedder.close()
  }
}

/** Splits measured: the number after `--splits`, else 20. Throws on what is none. */
export function splitsOf({ words }: PartOptions): number {
  const at = words.indexOf('--splits')
  if (at < 0) return 20
  const count = Number(words[at + 1])
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--splits takes a whole number from 1, found "${words[at + 1] ?? ''}".`)
  return count
}
