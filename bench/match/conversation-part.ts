import { atMost, percent, printed } from '../loop/figures.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { MatchAsk } from './match-ask.ts'
import { allMatchers } from './matchers/all-matchers.ts'
import type { Matcher } from './matchers/matcher.ts'
import { priorMatcher, shippedBar } from './matchers/prior-matcher.ts'
import { decideAll } from './protocol/decided.ts'
import { exactShare } from './protocol/interval.ts'
import { readied } from './protocol/measure-set.ts'
import { shareText } from './protocol/texts.ts'
import { type LaterTurn, laterTurns } from './sets/conversation.ts'
import { pooledTraining } from './sets/pooled-training.ts'
import { withMatchData } from './with-match-data.ts'

/** Turns that need what was said before must not be matched on their own words. */
export const conversation: MeasuredPart = {
  name: 'conversation',
  about: 'later turns of QuAC and TREC CAsT asked in their own words',
  takes: '15 s',
  run: (options) =>
    withMatchData(options, async (data) => {
      const turns = await laterTurns(data)
      const train = await pooledTraining(data)
      const needing = turns.filter((turn) => turn.needsConversation)
      const alone = turns.filter((turn) => !turn.needsConversation)
      const seen = (some: readonly LaterTurn[]) => shareOf(some, (turn) => turn.isSeen)
      return {
        figures: [
          printed('conversation: later turns that need it, and that do not', `${needing.length}, ${alone.length}`),
          printed('conversation: of turns that need it, seen to lean on it', seen(needing)),
          printed('conversation: of turns that do not, refused needlessly', seen(alone)),
          ...allMatchers.flatMap((matcher) => matcherFigures(matcher, train, turns)),
        ],
        notes: [
          'conversation: prepared is the standalone form of every turn of all conversations; matched is what is not seen to lean on the conversation and is served by the matcher, rightly or not',
          'conversation: a turn needs the conversation where the form people wrote to stand alone has a content word that the turn has not',
        ],
        detail: { needing: needing.length, alone: alone.length },
      }
    }),
}

function matcherFigures(matcher: Matcher, train: readonly MatchAsk[], turns: readonly LaterTurn[]) {
  const { fitted, bars } = readied(matcher, train, 1)
  const decided = decideAll(
    fitted,
    turns.map(({ ask }) => ask),
  )
  const matched = (bar: number) =>
    turns.map((turn, at) => ({ ...turn, isServed: decided[at]?.entry !== null && (decided[at]?.score ?? 0) >= bar }))
  const needing = (bar: number) => matched(bar).filter((turn) => turn.needsConversation)
  const rules = [
    ['bar from training', bars.seen] as const,
    ['certified bar from training', bars.certified] as const,
    ...(matcher.bars ?? []).map((bar) => [`at ${bar.toFixed(2)}`, bar] as const),
  ]
  const rows = rules.map(([rule, bar]) => {
    const [guarded, bare] = [shareOf(needing(bar), (turn) => turn.isServed && !turn.isSeen), shareOf(needing(bar), (turn) => turn.isServed)]
    return printed(`conversation: ${matcher.name}, ${rule}`, `matched ${guarded}, without looking for leaning ${bare}`)
  })
  const ours = needing(shippedBar ?? Number.POSITIVE_INFINITY)
  // A matcher that serves nothing at all shows nothing of how it tells turns apart.
  const serves = ours.some((turn) => turn.isServed)
  const served = ours.filter((turn) => turn.isServed && !turn.isSeen).length
  return [
    ...(matcher === priorMatcher
      ? [atMost('conversation: turns that need it matched on their own text', serves ? percent(served, ours.length) : null, '%', 1)]
      : []),
    ...rows,
  ]
}

function shareOf<Turn>(turns: readonly Turn[], counts: (turn: Turn) => boolean): string {
  const share = exactShare(turns.filter(counts).length, turns.length)
  return share === null ? '–' : shareText(share)
}
