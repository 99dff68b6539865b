import { seededRandom } from '../../src/testing/seeded-random.ts'

/** `count` of the items, drawn without replacement; the same items and seed give the same draw. */
export function draw<Item>(items: readonly Item[], count: number, seed = 20_261): readonly Item[] {
  const random = seededRandom(seed)
  const left = [...items]
  const drawn: Item[] = []
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random.next() * left.length), 1))
  return drawn
}
