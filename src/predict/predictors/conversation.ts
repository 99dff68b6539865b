import { nextTurn } from '../../corpus/next-turn.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { OpenConversation, PastAsk, Prediction, PredictionInputs, Predictor } from '../../spec/predictor.ts'
import { askedSequences } from './asked-sequences.ts'
import { namesIn, type QuestionTemplate, questionTemplates, subjectOf } from './question-templates.ts'
import { rankPredictions } from './rank-predictions.ts'
import { hourMs } from './time-spans.ts'

const mostConversations = 20
const mostCandidates = 3000
/** How much of a next question is expected to be one that its place in the pool suggests. */
const drawn = 0.3

/**
 * Follow-ups of conversations that are not over: questions of the pool in the regions it was answered from, nearest to what
 * was asked last and about the same names; and what was asked of others in the same words, with this conversation's name.
 */
export const conversation: Predictor = { name: 'conversation', predict }

async function predict(inputs: PredictionInputs, limit: number): Promise<readonly Prediction[]> {
  const { asks, conversations, now } = inputs
  const open = conversations.slice(0, mostConversations).filter(({ at }) => at + hourMs > now)
  if (open.length === 0) return []
  const sequences = askedSequences(asks)
  const turns = sequences.reduce((total, sequence) => total + sequence.length, 0)
  const goesOn = (turns - sequences.length + 1) / (turns + 2)
  const templates = questionTemplates(asks)
  const talks = new Set(sequences.map((sequence) => sequence[0]?.session)).size
  const returns = returnRate(sequences, inputs.similarity)
  const proposals: Prediction[] = []
  for (const one of open) {
    const regions = new Map<string, number>()
    for (const { session, region } of asks.slice(-500))
      if (session === one.session && region !== '') regions.set(region, (regions.get(region) ?? 0) + 1)
    const said = new Set(one.questions.map(normaliseQuestion))
    const further = [...fromPool(inputs, one, regions), ...fromTemplates(one, templates, talks)]
    const made = [...further.filter(({ text }) => !said.has(normaliseQuestion(text))), ...askedAgain(one, returns)]
    for (const { chance, ...draft } of made) {
      proposals.push({ ...draft, origin: 'conversation', probability: goesOn * chance, expiresAt: one.at + hourMs })
    }
    await nextTurn()
  }
  return rankPredictions(proposals, limit)
}

interface FollowUp extends Pick<Prediction, 'text' | 'region' | 'about'> {
  readonly chance: number
}

function fromPool(
  { candidates, similarity }: PredictionInputs,
  { questions }: OpenConversation,
  regions: ReadonlyMap<string, number>,
): readonly FollowUp[] {
  const last = questions.at(-1)
  if (last === undefined) return []
  const names = new Set(
    questions
      .slice(-3)
      .flatMap(namesIn)
      .map((name) => name.toLowerCase()),
  )
  const weighed = candidates
    .filter(({ region }) => regions.has(region) || similarity !== undefined)
    .sort((one, other) => (regions.get(other.region) ?? 0) - (regions.get(one.region) ?? 0))
    .slice(0, mostCandidates)
    .map((candidate) => {
      const cosine = similarity?.(last, candidate.text) ?? 0
      const isHere = regions.has(candidate.region)
      const named = [...names].some((name) => candidate.text.toLowerCase().includes(name)) ? 1.5 : 1
      const nearness = isHere ? 0.2 + Math.max(0, cosine) : Math.max(0, cosine - 0.5)
      return { candidate, weight: nearness ** 2 * named * Math.max(0.05, candidate.probability) }
    })
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return []
  return weighed.map(({ candidate: { text, region, about }, weight }) => ({ text, region, about, chance: (drawn * weight) / total }))
}

/** What was asked of others, asked of whom this conversation is about; each with the share of conversations that asked it. */
function fromTemplates({ questions }: OpenConversation, templates: readonly QuestionTemplate[], talks: number): readonly FollowUp[] {
  const subject = subjectOf(questions)
  if (subject === null) return []
  return templates.map(({ before, after, support }) => ({
    text: `${before}${subject}${after}`,
    region: '',
    about: { kind: 'unknown' },
    chance: support / (talks + 2),
  }))
}

/** Turns of the past that the rate of returns is taken from, and how near to an earlier one a return is. */
const mostTurns = 300
const returning = 0.8

/** How often a turn asks again what its conversation asked before, as far as words and vectors tell; one in ten before anything is known. */
function returnRate(sequences: readonly (readonly PastAsk[])[], similarity: PredictionInputs['similarity']): number {
  let turns = 0
  let returned = 0
  for (const sequence of sequences.toReversed()) {
    for (const [index, { question }] of sequence.entries()) {
      if (index === 0) continue
      turns += 1
      const isReturn = sequence
        .slice(Math.max(0, index - 12), index)
        .some((earlier) => earlier.question === question || (similarity?.(earlier.question, question) ?? 0) >= returning)
      if (isReturn) returned += 1
    }
    if (turns >= mostTurns) break
  }
  return (returned + 1) / (turns + 10)
}

/** A conversation's own questions, the later the likelier: they are put again in other words. */
function askedAgain({ questions }: OpenConversation, rate: number): readonly FollowUp[] {
  const unique = [...new Set(questions.toReversed())].slice(0, 20)
  const total = unique.reduce((sum, _, index) => sum + 1 / (index + 2), 0)
  return unique.map((text, index) => ({ text, region: '', about: { kind: 'unknown' }, chance: (rate * 1.5) / (index + 2) / total }))
}
