import { openMiniLmEmbedder } from '../../src/adapters/embedders/minilm/minilm-embedder.ts'
import { createParser } from '../../src/adapters/parsers/create-parser.ts'
import { tokenCounter } from '../../src/ledger/count-tokens.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { readJudgedSet } from '../reader/judged-documents.ts'
import { openVectorCache } from '../reader/vector-cache.ts'
import { judgedScope } from './distillation/judged-scope.ts'
import { claimsFound, type Evidence, holdsGold, type Layout, promptText, shipped } from './distillation/prompt-text.ts'

const sets = ['squad2-dev', 'qasper', 'natural-questions', 'covidqa'] as const
const budgets = [500, 1000, 2000] as const
/** Units searched for: more than 2,000 tokens hold. */
const found = 80
/** Tokens that the shipped prompt never reaches: what it holds without a limit. */
const unlimited = 100_000

const contexts = [0, 80, 200, 400, 100_000] as const
const passagesAlone: readonly Layout[] = [
  shipped,
  ...contexts.map((context): Layout => ({ first: 'nothing', share: 0, context, units: found })),
]
const shares = [0.25, 0.5, 0.75, 1] as const
const beginnings = (first: 'claims' | 'units'): readonly Layout[] =>
  shares.flatMap((share) => [80, 400].map((context): Layout => ({ first, share, context, units: found })))
const distilled: readonly Layout[] = beginnings('claims')
const quoted: readonly Layout[] = beginnings('units')

interface Asked {
  readonly set: string
  /** Of the document: layouts are chosen on the even ones for the odd, and the other way round. */
  readonly half: 0 | 1
  /** By budget, then by layout: whether the gold answer is there. */
  readonly held: ReadonlyMap<string, boolean>
  /** Tokens of the evidence as shipped, without a limit. */
  readonly shippedTokens: number
}

/** Whether distillates bring more gold answers into a live prompt than the passages alone do. */
export const distillation: MeasuredPart = {
  name: 'distillation',
  about: 'gold answers in the live prompt at 500, 1,000 and 2,000 tokens of evidence: extractive distillates + passages, passages alone',
  takes: '1 minute',
  async run({ data, log }) {
    if (data === null) throw new Error('Distillation is measured on the development data: set REVERIE_DATA to its folder.')
    const parser = createParser()
    const embedder = openMiniLmEmbedder()
    const vectors = openVectorCache(embedder)
    const count = remembered(await tokenCounter())
    const asked: Asked[] = []
    let unfound = 0
    try {
      for (const set of sets) {
        for (const [number, document] of readJudgedSet(data, set).entries()) {
          const { view, claims } = await judgedScope(document, { parser, embedder, vectors })
          const chosen = document.questions.filter(({ answerable, answers }) => answerable && answers.length > 0)
          const askedVectors = await vectors.embed(chosen.map(({ question }) => question))
          for (const [at, { question, answers }] of chosen.entries()) {
            if (!holdsGold(document.text, answers)) {
              unfound += 1
              continue
            }
            const units = await view.search({ question, vector: askedVectors[at] ?? null, limit: found })
            const evidence: Evidence = { units, claims: claimsFound(units, claims) }
            const held = new Map<string, boolean>()
            for (const budget of budgets)
              for (const layout of [...passagesAlone, ...distilled, ...quoted])
                held.set(keyOf(budget, layout), holdsGold(promptText(evidence, { budget, layout, count }).text, answers))
            const whole = promptText(evidence, { budget: unlimited, layout: shipped, count })
            held.set(keyOf(unlimited, shipped), holdsGold(whole.text, answers))
            asked.push({ set, half: number % 2 === 0 ? 0 : 1, held, shippedTokens: whole.tokens })
          }
          log(`distillation: ${set}, ${document.title.slice(0, 40)}: ${asked.length} questions so far`)
        }
      }
    } finally {
      await parser.close()
      await embedder.close()
    }
    const figures = [...sets.flatMap((set) => setFigures(set, asked)), ...pooledFigures(asked)]
    return {
      figures,
      notes: [
        `distillation: ${asked.length} questions; ${unfound} more whose gold answer is not in their document word for word are left out`,
        'distillation: tokens are those of the evidence; rules and question (about 330) are the same for all. A layout is chosen on half of the documents and measured on the other, both ways round',
        'distillation: "quotes" are the units found, without what stands around them, then passages',
      ],
      detail: Object.fromEntries(
        budgets.flatMap((budget) =>
          [...passagesAlone, ...distilled, ...quoted].map((layout) => [
            keyOf(budget, layout),
            Object.fromEntries(
              sets.map((set) => [
                set,
                shareOf(
                  asked.filter((one) => one.set === set),
                  keyOf(budget, layout),
                ),
              ]),
            ),
          ]),
        ),
      ),
    }
  },
}

function setFigures(set: string, all: readonly Asked[]): readonly Figure[] {
  const asked = all.filter((one) => one.set === set)
  const tokens = asked.reduce((sum, { shippedTokens }) => sum + shippedTokens, 0) / Math.max(1, asked.length)
  return [
    percent(
      `${set} (n = ${asked.length}): as shipped, ${Math.round(tokens)} tokens of evidence on average`,
      balanced(asked, () => keyOf(unlimited, shipped)),
    ),
    ...budgets.flatMap((budget) => rowsOf(`${set} at ${budget} tokens`, asked, budget)),
  ]
}

function pooledFigures(asked: readonly Asked[]): readonly Figure[] {
  return budgets.flatMap((budget) => rowsOf(`all sets, each counting the same, at ${budget} tokens`, asked, budget))
}

function rowsOf(name: string, asked: readonly Asked[], budget: number): readonly Figure[] {
  const alone = chosenAcross(asked, budget, passagesAlone)
  const claims = chosenAcross(asked, budget, distilled)
  const quotes = chosenAcross(asked, budget, quoted)
  const against = (one: Chosen) => {
    const won = asked.filter((at) => one.holds(at) && !alone.holds(at)).length
    const lost = asked.filter((at) => !one.holds(at) && alone.holds(at)).length
    return `${(one.share * 100).toFixed(1)} % (+${won} −${lost} questions)`
  }
  return [
    percent(
      `${name}: passages cut as shipped`,
      balanced(asked, () => keyOf(budget, shipped)),
    ),
    percent(`${name}: passages alone, best (${alone.layouts})`, alone.share),
    { name: `${name}: quotes then passages, best (${quotes.layouts})`, value: against(quotes), unit: '' },
    {
      name: `${name}: distillates + passages, best (${claims.layouts})`,
      value: against(claims),
      unit: '',
      target: `≥ passages alone, ${(alone.share * 100).toFixed(1)} %`,
      met: claims.share >= alone.share,
    },
  ]
}

interface Chosen {
  readonly share: number
  readonly layouts: string
  readonly holds: (one: Asked) => boolean
}

/** The best layout of each half of the documents, measured on the other half. */
function chosenAcross(asked: readonly Asked[], budget: number, layouts: readonly Layout[]): Chosen {
  const best = ([0, 1] as const).map((half) => {
    const training = asked.filter((one) => one.half !== half)
    const [first] = layouts.toSorted(
      (one, other) => balanced(training, () => keyOf(budget, other)) - balanced(training, () => keyOf(budget, one)),
    )
    return first ?? shipped
  })
  const chosenKey = ({ half }: Asked) => keyOf(budget, best[half] ?? shipped)
  return {
    holds: (one) => one.held.get(chosenKey(one)) === true,
    share: balanced(asked, chosenKey),
    layouts: [...new Set(best.map(layoutText))].join(' / '),
  }
}

/** Share of questions held, each set counting the same. */
function balanced(asked: readonly Asked[], key: (one: Asked) => string): number {
  const bySet = [...Map.groupBy(asked, ({ set }) => set).values()]
  if (bySet.length === 0) return 0
  return bySet.reduce((sum, ones) => sum + ones.filter((one) => one.held.get(key(one)) === true).length / ones.length, 0) / bySet.length
}

function shareOf(asked: readonly Asked[], key: string): number {
  return asked.length === 0 ? 0 : Number((asked.filter(({ held }) => held.get(key) === true).length / asked.length).toFixed(4))
}

function keyOf(budget: number, layout: Layout): string {
  return `${budget}: ${layoutText(layout)}`
}

function layoutText({ first, share, context, units }: Layout): string {
  const around = context > 10_000 ? 'whole passages' : `±${context}`
  const rest = units === shipped.units ? `${around}, ${units} units` : around
  return first === 'nothing' ? rest : share === 1 ? `${first} alone` : `${share * 100} % ${first}, ${rest}`
}

function percent(name: string, share: number): Figure {
  return { name, value: Math.round(share * 1000) / 10, unit: '%' }
}

function remembered(count: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const tokens = count(text)
    known.set(text, tokens)
    return tokens
  }
}
