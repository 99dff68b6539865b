import { openMiniLmEmbedder } from '../../src/adapters/embedders/minilm/minilm-embedder.ts'
import { seededRandom } from '../../src/testing/seeded-random.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { openVectorCache } from '../reader/vector-cache.ts'
import { blocksOf, sampleBlocks } from './prediction/blocks.ts'
import { coverageTable } from './prediction/coverage-table.ts'
import { createNearness } from './prediction/nearness.ts'
import { bars, budgets, type Coverage, replay } from './prediction/replay.ts'
import { streamCandidates } from './prediction/stream-candidates.ts'
import { allStreams } from './streams/all-streams.ts'
import type { Stream } from './streams/stream.ts'

/** Days and turns of each stream in a run without `--full`. */
const sampled = { day: 24, turn: 150 } as const
const conversations: ReadonlySet<string> = new Set(['quac-seeded', 'cast-seeded', 'ikat-seeded'])
const controlNames = ['blind', 'recency', 'frequency'] as const

/** Share of asks that were predicted before they came. */
export const prediction: MeasuredPart = {
  name: 'prediction',
  about: 'asks that were predicted before they came, by predictor, against controls',
  takes: '4 minutes',
  async run({ data, words, full, log }) {
    const only = streamsOf(words)
    if (data === null) throw new Error('Prediction is measured on the development data: set REVERIE_DATA to its folder.')
    const embedder = openMiniLmEmbedder()
    const figures: Figure[] = []
    const notes = [
      `covered: the same words, or cosine of ${embedder.name} ≥ ${bars[0]} (in brackets ≥ ${bars[1]}); each day or, in conversations, each turn is predicted from what was before it only`,
      'ours: all questions the product knows in the order in which it prepares them, after learning and sharing as each sleep does',
      'the pool is what is asked of the documents without a model; no commits, changes or pinned questions in these streams',
    ]
    const detail: Record<string, unknown> = {}
    try {
      const cache = openVectorCache(embedder)
      for (const source of allStreams.filter(({ name }) => only === null || only.includes(name))) {
        const stream = source.read(data)
        const nearness = createNearness(cache.embed)
        await nearness.add(stream.asks.map(({ question }) => question))
        const candidates = await streamCandidates(stream)
        await nearness.add(candidates.map(({ draft }) => draft.text))
        const by = conversations.has(stream.name) ? 'turn' : 'day'
        const all = blocksOf(stream, by)
        const blocks = full ? all : sampleBlocks(all, sampled[by], seededRandom(all.length))
        const coverage = await replay({ stream, blocks, candidates, nearness })
        log(
          coverageTable(
            `${stream.name}: ${coverage.asked} asks in ${blocks.length} ${by}s of ${all.length}, pool ${candidates.length}`,
            coverage,
          ),
        )
        figures.push(...figuresOf(stream.name, coverage))
        notes.push(...lossesOf(stream, coverage))
        detail[stream.name] = {
          asked: coverage.asked,
          covered: Object.fromEntries([...coverage.covered].map(([arm, counts]) => [arm, [...counts]])),
        }
      }
    } finally {
      await embedder.close()
    }
    return { figures, notes, detail }
  },
}

/** Streams after `--streams`, separated by commas; null: all. */
function streamsOf(words: readonly string[]): readonly string[] | null {
  const at = words.indexOf('--streams')
  return at < 0 ? null : (words[at + 1] ?? '').split(',')
}

function share({ asked, covered }: Coverage, arm: string, budget: number, bar: 0 | 1 = 0): number {
  return asked === 0 ? 0 : (100 * (covered.get(arm)?.get(budget)?.[bar] ?? 0)) / asked
}

function bestControl(coverage: Coverage, budget: number, bar: 0 | 1 = 0): number {
  return Math.max(...controlNames.map((name) => share(coverage, name, budget, bar)))
}

function figuresOf(stream: string, coverage: Coverage): readonly Figure[] {
  return budgets.map((budget) => {
    const [ours, strict, control] = [share(coverage, 'ours', budget), share(coverage, 'ours', budget, 1), bestControl(coverage, budget)]
    const best = controlNames.filter((name) => share(coverage, name, budget) === control)[0] ?? ''
    return {
      name: `${stream}: covered by ${budget} predictions (≥ ${bars[1]}: ${strict.toFixed(1)} %)`,
      value: Number(ours.toFixed(1)),
      unit: '%',
      target: `> ${control.toFixed(1)} % (${best})`,
      met: ours > control,
    }
  })
}

/** Where ours is not above every control, and why. */
function lossesOf({ name }: Stream, coverage: Coverage): readonly string[] {
  const { asked, coverable } = coverage
  return budgets.flatMap((budget) =>
    ([0, 1] as const).flatMap((bar) => {
      const [ours, control] = [share(coverage, 'ours', budget, bar), bestControl(coverage, budget, bar)]
      if (ours > control) return []
      const count = Math.round((ours * asked) / 100)
      const fewer = Math.round((control * asked) / 100) - count
      const word = fewer === 0 ? 'as the best control' : `${fewer} of ${asked} asks below the best control, ${control.toFixed(1)} %`
      return [
        `${name}, ${budget} predictions at ≥ ${bars[bar]}: ours ${ours.toFixed(1)} %, ${word}: ${whyOf({ count, fewer, asked, coverable: coverable[bar] })}`,
      ]
    }),
  )
}

interface Loss {
  /** Asks covered by ours, and how many fewer that is than by the best control. */
  readonly count: number
  readonly fewer: number
  readonly asked: number
  readonly coverable: number
}

/** Asks that say nothing about which of two is better. */
const few = 5

function whyOf({ count, fewer, asked, coverable }: Loss): string {
  const ceiling = `${coverable} of ${asked} asks (${((100 * coverable) / asked).toFixed(1)} %) are near anything known before`
  if (coverable <= few) return `only ${ceiling}: what nobody asked before and no document says is not predicted`
  if (count >= coverable) return `nothing can cover more, since only ${ceiling}, and the budget holds all of that`
  if (coverable - count <= few) return `only ${ceiling}, and the budget holds nearly all of that`
  if (fewer <= few) return `a difference of so few asks is chance (${ceiling})`
  return `its order is worse; ${ceiling}`
}
