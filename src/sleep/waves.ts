/** Units to embed per wave: small first, so that the most asked documents are prepared within seconds. */
const sizes = [100, 300, 900]

/**
 * Cuts documents, in order, into waves by how many vectors each owes. The first prepared answers come after the first
 * wave; later waves grow so that batches stay full. Every document is in exactly one wave.
 */
export function cutWaves<Item>(items: readonly Item[], owedOf: (item: Item) => number): readonly (readonly Item[])[] {
  const waves: Item[][] = []
  let wave: Item[] = []
  let owed = 0
  for (const item of items) {
    wave.push(item)
    owed += owedOf(item)
    const size = sizes[Math.min(waves.length, sizes.length - 1)] ?? 900
    if (owed >= size) {
      waves.push(wave)
      wave = []
      owed = 0
    }
  }
  if (wave.length > 0) waves.push(wave)
  return waves
}
