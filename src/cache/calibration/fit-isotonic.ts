/** A probability that never falls as the score rises: knots of ascending scores, straight lines between them. */
export interface IsotonicFit {
  readonly scores: readonly number[]
  readonly probabilities: readonly number[]
}

interface Block {
  readonly from: number
  readonly to: number
  readonly sum: number
  readonly weight: number
}

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955; as a calibration Zadrozny & Elkan 2002): the steps
 * closest to the labels in squares among all that never fall. Labels of one score count together.
 *
 * @param scored weights are above 0 and 1 where not given.
 */
export function fitIsotonic(scored: readonly { readonly score: number; readonly same: boolean; readonly weight?: number }[]): IsotonicFit {
  const blocks: Block[] = []
  for (let block of blocksOfOneScore(scored)) {
    for (let last = blocks.at(-1); last !== undefined && last.sum * block.weight >= block.sum * last.weight; last = blocks.at(-1)) {
      blocks.pop()
      block = pooled(last, block)
    }
    blocks.push(block)
  }
  const knots = blocks.flatMap(({ from, to, sum, weight }) =>
    (from === to ? [from] : [from, to]).map((score) => ({ score, probability: sum / weight })),
  )
  return { scores: knots.map(({ score }) => score), probabilities: knots.map(({ probability }) => probability) }
}

/** The fitted probability at a score, held level outside of the scores seen; 0 where nothing was fitted. */
export function isotonicProbability({ scores, probabilities }: IsotonicFit, score: number): number {
  if (Number.isNaN(score)) return 0
  let low = 0
  let high = scores.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((scores[middle] ?? 0) <= score) low = middle + 1
    else high = middle
  }
  const before = probabilities[low - 1]
  const after = probabilities[low]
  if (before === undefined) return after ?? 0
  if (after === undefined) return before
  const from = scores[low - 1] ?? 0
  return before + ((after - before) * (score - from)) / ((scores[low] ?? 0) - from)
}

function blocksOfOneScore(
  scored: readonly { readonly score: number; readonly same: boolean; readonly weight?: number }[],
): readonly Block[] {
  const blocks: Block[] = []
  for (const { score, same, weight = 1 } of scored.toSorted((left, right) => left.score - right.score)) {
    const block = { from: score, to: score, sum: same ? weight : 0, weight }
    const last = blocks.at(-1)
    if (last?.to === score) blocks[blocks.length - 1] = pooled(last, block)
    else blocks.push(block)
  }
  return blocks
}

function pooled(left: Block, right: Block): Block {
  return { from: left.from, to: right.to, sum: left.sum + right.sum, weight: left.weight + right.weight }
}
