import { atLeast, atMost, percent, printed } from '../loop/figures.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { allMatchers } from './matchers/all-matchers.ts'
import type { Matcher } from './matchers/matcher.ts'
import { priorMatcher, shippedBar } from './matchers/prior-matcher.ts'
import { type Decided, decideAll } from './protocol/decided.ts'
import { exactShare } from './protocol/interval.ts'
import { readied } from './protocol/measure-set.ts'
import { shareText } from './protocol/texts.ts'
import { pooledTraining } from './sets/pooled-training.ts'
import { type TrapAsks, trapAsks } from './sets/trap-asks.ts'
import { withMatchData } from './with-match-data.ts'

const most = 1
const least = 60

/** Minimal edits that must not be served, and true paraphrases that should be. */
export const traps: MeasuredPart = {
  name: 'traps',
  about: 'minimal edits over every class of guard, each beside a true paraphrase',
  takes: '15 s, and a minute the first time to embed them',
  run: (options) =>
    withMatchData(options, async (data) => {
      const test = await trapAsks(data, 'test')
      const train = await pooledTraining(data)
      const measured = allMatchers.map((matcher) => measureTraps(matcher, train, test))
      return {
        figures: [printed('traps: minimal edits, as many paraphrases', test.traps.length), ...measured.flatMap(({ figures }) => figures)],
        notes: [
          'traps: the test split, every prepared question of it an entry with one key; fitted on the tune split and on one half of every other set',
          'traps: a minimal edit counts as served whichever entry is served to it',
        ],
        detail: measured.map(({ detail }) => detail),
      }
    }),
}

function measureTraps(matcher: Matcher, train: Parameters<Matcher['fit']>[0], { traps: edits, paraphrases, variants }: TrapAsks) {
  const { fitted, bars } = readied(matcher, train, 1)
  const ofTraps = decideAll(
    fitted,
    edits.map(({ ask }) => ask),
  )
  const ofParaphrases = decideAll(
    fitted,
    paraphrases.map(({ ask }) => ask),
  )
  const classes = [...new Set(edits.map((edit) => edit.class))].sort()
  const at = (bar: number) => ({
    bar,
    traps: share(ofTraps, bar, (one) => !one.right),
    paraphrases: share(ofParaphrases, bar, (one) => one.right),
    byClass: Object.fromEntries(
      classes.map((name) => [
        name,
        {
          asked: edits.filter((edit) => edit.class === name).length,
          traps: ofTraps.filter((one, index) => edits[index]?.class === name && one.score >= bar && one.entry !== null && !one.right)
            .length,
          paraphrases: ofParaphrases.filter((one, index) => paraphrases[index]?.class === name && one.score >= bar && one.right).length,
        },
      ]),
    ),
  })
  const rules = [
    ['bar from training', bars.seen] as const,
    ['certified bar from training', bars.certified] as const,
    ...(matcher.bars ?? []).map((bar) => [`at ${bar.toFixed(2)}`, bar] as const),
    [`where ${least} % of paraphrases are served`, barCovering(ofParaphrases, least / 100)] as const,
  ]
  const measured = rules.map(([rule, bar]) => ({ rule, ...at(bar) }))
  const ours = measured.find(({ bar }) => bar === shippedBar)
  const targets: readonly Figure[] =
    ours === undefined || matcher !== priorMatcher
      ? []
      : [
          atMost(
            `traps: ${matcher.name}, minimal edits served`,
            ours.traps.share + ours.paraphrases.share > 0 ? percentOf(ours.traps) : null,
            '%',
            most,
          ),
          atLeast(`traps: ${matcher.name}, paraphrases served`, percentOf(ours.paraphrases), '%', least),
          printed(
            `traps: ${matcher.name}, prepared questions in another opening served`,
            shareText(share(decideAll(fitted, variants), ours.bar, (one) => one.right)),
          ),
        ]
  const rows = measured.map(({ rule, traps: served, paraphrases: right }) =>
    printed(`traps: ${matcher.name}, ${rule}`, `traps served ${shareText(served)}, paraphrases ${shareText(right)}`),
  )
  return { figures: [...targets, ...rows], detail: { matcher: matcher.name, measured } }
}

function share(decided: readonly Decided[], bar: number, counts: (one: Decided) => boolean) {
  const served = decided.filter((one) => one.entry !== null && one.score >= bar && counts(one))
  return exactShare(served.length, decided.length) ?? { share: 0, low: 0, high: 1 }
}

/** The strictest bar at which at least this share is rightly served; below every score where none does. */
function barCovering(decided: readonly Decided[], wanted: number): number {
  const scores = decided.filter((one) => one.right).map((one) => one.score)
  const at = Math.ceil(wanted * decided.length) - 1
  return scores.sort((a, b) => b - a)[at] ?? Number.NEGATIVE_INFINITY
}

function percentOf(of: { readonly share: number }): number | null {
  return percent(of.share, 1)
}
