import type { Random } from '../../../src/spec/random.ts'
import type { Stream } from '../streams/stream.ts'

/** Asks that are predicted together, from what was before the first of them only. */
export interface Block {
  /** Positions in the stream's asks, from (inclusive) to (exclusive). */
  readonly from: number
  readonly to: number
  readonly at: number
}

const day = 24 * 3_600_000

/** One block a turn where the stream consists of conversations, else one a day (UTC). */
export function blocksOf({ asks }: Stream, by: 'turn' | 'day'): readonly Block[] {
  const blocks: Block[] = []
  for (const [from, { at }] of asks.entries()) {
    const last = blocks.at(-1)
    if (by === 'day' && last !== undefined && Math.floor(at / day) === Math.floor(last.at / day))
      blocks[blocks.length - 1] = { ...last, to: from + 1 }
    else blocks.push({ from, to: from + 1, at })
  }
  return blocks
}

/** This many of the blocks, drawn by `random`, in order; all where there are no more. */
export function sampleBlocks(blocks: readonly Block[], count: number, random: Random): readonly Block[] {
  if (blocks.length <= count) return blocks
  return blocks
    .map((block) => ({ block, key: random.next() }))
    .sort((one, other) => one.key - other.key)
    .slice(0, count)
    .map(({ block }) => block)
    .sort((one, other) => one.from - other.from)
}
