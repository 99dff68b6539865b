import { nextTurn } from '../../corpus/next-turn.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { OpenConversation, PastAsk, Prediction, PredictionInputs, Predictor } from '../../spec/predictor.ts'
import { askedSequences } from './asked-sequences.ts'
import { rankPredictions } from './rank-predictions.ts'
import { hourMs } from './time-spans.ts'

/** Similarity from which one question counts as having been in another's place. */
const alike = 0.7
const mostConversations = 20
/** Steps of the past that are compared with where a conversation stands. */
const mostSteps = 5000

/** One step of a past conversation. */
interface Step {
  readonly before: string | null
  readonly from: string
  readonly to: PastAsk
}

/**
 * What follows what inside a conversation: the last two questions say what comes next as far as that was seen, else the
 * last one does (interpolated by how many different questions followed: Witten and Bell 1991). Where vectors exist, a
 * question like the last one counts by its similarity.
 */
export const transitions: Predictor = { name: 'transitions', predict }

async function predict(inputs: PredictionInputs, limit: number): Promise<readonly Prediction[]> {
  const sequences = askedSequences(inputs.asks)
  const steps = sequences.flatMap(stepsOf).slice(-mostSteps)
  if (steps.length === 0) return []
  const turns = sequences.reduce((total, sequence) => total + sequence.length, 0)
  const goesOn = (steps.length + 1) / (turns + 2)
  const proposals: Prediction[] = []
  for (const conversation of inputs.conversations.slice(0, mostConversations)) {
    const said = new Set(conversation.questions.map(normaliseQuestion))
    for (const { ask, share } of followers(conversation, steps, inputs.similarity)) {
      if (said.has(normaliseQuestion(ask.question))) continue
      const { question: text, region } = ask
      proposals.push({
        text,
        origin: 'transitions',
        region,
        about: { kind: 'unknown' },
        probability: goesOn * share,
        expiresAt: conversation.at + hourMs,
      })
    }
    await nextTurn()
  }
  return rankPredictions(
    proposals.filter((proposal) => proposal.expiresAt > inputs.now),
    limit,
  )
}

function stepsOf(sequence: readonly PastAsk[]): readonly Step[] {
  return sequence.slice(1).map((to, index) => ({
    before: sequence[index - 1]?.question ?? null,
    from: sequence[index]?.question ?? '',
    to,
  }))
}

/** What came after questions like a conversation's last ones, with its share of 1. */
function followers(
  { questions }: OpenConversation,
  steps: readonly Step[],
  similarity: PredictionInputs['similarity'],
): readonly { readonly ask: PastAsk; readonly share: number }[] {
  const [last, before] = [questions.at(-1), questions.at(-2)]
  if (last === undefined) return []
  const nearness = nearnessTo(last, similarity)
  const nearnessBefore = before === undefined ? () => 0 : nearnessTo(before, similarity)
  const first = createCounts()
  const second = createCounts()
  for (const { before: earlier, from, to } of steps) {
    const weight = nearness(from)
    if (weight === 0) continue
    first.add(to, weight)
    if (earlier !== null) second.add(to, weight * nearnessBefore(earlier))
  }
  return first.all().map(({ key, ask }) => ({
    ask,
    share: second.trust() * second.share(key) + (1 - second.trust()) * first.trust() * first.share(key),
  }))
}

/** How far a text stands where `place` stands: 1 for the same words, its similarity above the bar, else 0. */
function nearnessTo(place: string, similarity: PredictionInputs['similarity']): (text: string) => number {
  const key = normaliseQuestion(place)
  const known = new Map<string, number>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const cosine = normaliseQuestion(text) === key ? 1 : (similarity?.(place, text) ?? 0)
    const nearness = cosine >= alike ? cosine : 0
    known.set(text, nearness)
    return nearness
  }
}

/** Weighted counts of what followed. */
interface Counts {
  add(ask: PastAsk, weight: number): void
  all(): readonly { readonly key: string; readonly ask: PastAsk }[]
  share(key: string): number
  /** Witten and Bell's share for what was seen: the more different followers, the less. */
  trust(): number
}

function createCounts(): Counts {
  const counts = new Map<string, { readonly ask: PastAsk; weight: number }>()
  let total = 0
  return {
    add(ask, weight) {
      if (weight <= 0) return
      const key = normaliseQuestion(ask.question)
      const known = counts.get(key)
      if (known === undefined) counts.set(key, { ask, weight })
      else known.weight += weight
      total += weight
    },
    all: () => [...counts].map(([key, { ask }]) => ({ key, ask })),
    share: (key) => (total === 0 ? 0 : (counts.get(key)?.weight ?? 0) / total),
    trust: () => (total === 0 ? 0 : total / (total + counts.size)),
  }
}
