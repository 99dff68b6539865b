import { questionTerms } from '../retrieve/question-terms.ts'
import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import type { MatchInput, Verdict, Verifier } from '../spec/skills.ts'
import { type RunGuards, runGuards } from './guards/run-guards.ts'
import { answerConfidence } from './reading/answer-confidence.ts'
import { findCited, isVerbatim, quoteContext } from './reading/find-cited.ts'
import { leastConfidence } from './reading/least-confidence.ts'
import { rankUnits } from './reading/ranked-unit.ts'
import { differingListWords } from './reading/same-list.ts'

/** The cited passage must be among so many of the live reader's, and its unit at most `gap` behind the best. */
const inOtherWords = { passages: 3, gap: 0.15 } as const
/** Where both questions say the same words and no guard fires, the reader's order is the weaker sign. */
const inSameWords = { passages: 10, gap: 0.3 } as const
/** Least share of words in common for the latter. */
const leastSharedWords = 0.75
/** A quotation may hold an expression of the kind asked about something else: then the reader must be this sure of it. */
const surelyRead = 0.5
const version = 3

/**
 * Judges without a model. An answer is supported where its quotations stand word for word in the evidence and the
 * reader is confident of the first. A match is supported where the guards see no unresolved difference between the two
 * questions and the live reader, asked the new question, ranks the cited passage among its first three (ten, where both
 * questions say the same words). Everything else
 * is unsupported, with `guard <name>: …` or what the reader saw as the reason. `guards` are those of whoever compares the questions too.
 */
export function createExtractiveVerifier(guards: RunGuards = runGuards): Verifier {
  return {
    recipe: digest(
      'verifier',
      'extractive',
      version,
      leastConfidence,
      leastSharedWords,
      surelyRead,
      ...[inOtherWords, inSameWords].flatMap(({ passages, gap }) => [passages, gap]),
    ),
    model: null,
    async judgeAnswer({ question: text, body, evidence }, call = {}) {
      call.signal?.throwIfAborted()
      const [first] = body.quotes
      if (first === undefined) return verdict('unsupported', 'it quotes nothing')
      const checks = body.quotes.map((quote) => isVerbatim(quote, evidence))
      if (checks.includes(false)) return verdict('unsupported', 'a quotation does not stand in its passage word for word')
      if (body.shape === 'list') return verdict('supported', 'its members are quoted')
      if (checks.includes(null)) return verdict('unsure', 'a quoted passage was not retrieved for the question')
      const { question, ranked } = rankUnits(text, evidence)
      const cited = findCited(first, ranked)
      if (cited === null) return verdict('unsure', 'the quoted span was not retrieved for the question')
      const { probability } = answerConfidence(question, [cited.reading, ...ranked.filter((one) => one !== cited.reading)])
      if (probability < leastConfidence) return verdict('unsupported', `the reader is not confident of it (${probability.toFixed(2)})`)
      return verdict('supported', `quoted word for word, confidence ${probability.toFixed(2)}`)
    },
    async judgeMatch(input, call = {}) {
      call.signal?.throwIfAborted()
      return judgeMatch(input, guards)
    },
  }
}

function judgeMatch({ question: asked, preparedFor, body, live }: MatchInput, guards: RunGuards): Verdict {
  const fired = guards(asked, preparedFor, quoteContext(body.quotes, live))
  const open = fired.find((finding) => !finding.resolved)
  if (open !== undefined) return verdict('unsupported', `guard ${open.guard}: ${open.saw}`)
  const resolved = fired.map(({ guard }) => `guard ${guard} resolved by the quotation`).join(', ')
  if (body.shape === 'list') {
    const words = differingListWords(asked, preparedFor)
    if (words.length > 0) return verdict('unsupported', `not the same list: ${words.join(', ')}`)
    return verdict('supported', resolved || 'the same list is asked for')
  }
  const [first] = body.quotes
  if (first === undefined) return verdict('unsupported', 'it quotes nothing')
  const { question, ranked } = rankUnits(asked, live)
  const cited = findCited(first, ranked)
  const [best] = ranked
  const bounds = sharedWords(question.weights, preparedFor) >= leastSharedWords ? inSameWords : inOtherWords
  if (best === undefined || cited === null || cited.passageRank >= bounds.passages) {
    return verdict('unsupported', `the reader does not find its passage among the first ${bounds.passages}`)
  }
  const gap = best.rank - cited.reading.rank
  if (gap > bounds.gap) return verdict('unsupported', `the reader finds another passage that fits better by ${gap.toFixed(2)}`)
  const { probability, doubts } = answerConfidence(question, [cited.reading, ...ranked.filter((one) => one !== cited.reading)])
  const isOtherKind = fired.some(({ guard }) => guard === 'wh-type')
  if (isOtherKind && probability < surelyRead) {
    return verdict('unsupported', `another kind of answer is asked for, and the reader is not sure of this one (${probability.toFixed(2)})`)
  }
  if (probability < leastConfidence) {
    return verdict('unsupported', `the reader would not answer with it (${[probability.toFixed(2), ...doubts].join('; ')})`)
  }
  return verdict('supported', resolved || `the reader ranks its passage ${cited.passageRank + 1}, confidence ${probability.toFixed(2)}`)
}

/** The share of the asked question's words, by weight, that the prepared one has, or of the prepared one's that are asked: the less. */
function sharedWords(asked: ReadonlyMap<string, number>, preparedFor: string): number {
  const prepared = questionTerms(preparedFor)
  let [common, total] = [0, 0]
  for (const [term, weight] of asked) {
    total += weight
    if (prepared.includes(term)) common += weight
  }
  return Math.min(common / Math.max(total, 1e-9), prepared.filter((term) => asked.has(term)).length / Math.max(1, prepared.length))
}

function verdict(kind: Verdict['kind'], reason: string): Verdict {
  return { kind, reason, spend: noSpend }
}
