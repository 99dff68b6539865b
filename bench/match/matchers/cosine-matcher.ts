import type { Matcher } from './matcher.ts'

/**
 * What semantic caches of the GPTCache kind do: the nearest key's entry, served where its cosine reaches a fixed bar. It
 * learns nothing.
 */
export const cosineMatcher: Matcher = {
  name: 'cosine',
  learns: false,
  bars: [0.8, 0.9, 0.95],
  fit: () => ({
    decide: ({ world, vector }) => {
      const [nearest] = world.nearest(vector, 1)
      return nearest === undefined ? { entry: null, score: 0 } : { entry: nearest.key.entry, score: nearest.similarity }
    },
  }),
}
