import { normaliseQuestion } from '../../../src/spec/normalise-question.ts'
import type { OpenConversation, PastAsk, PredictionInputs } from '../../../src/spec/predictor.ts'
import type { Stream } from '../streams/stream.ts'
import type { Block } from './blocks.ts'
import type { Nearness } from './nearness.ts'
import { createProduct } from './product-order.ts'
import type { StreamCandidate } from './stream-candidates.ts'

export const budgets: readonly number[] = [50, 200, 1000]
/** Cosine from which a prediction covers an ask; the second is the stricter one. */
export const bars: readonly [number, number] = [0.8, 0.9]

export interface Replay {
  readonly stream: Stream
  readonly blocks: readonly Block[]
  readonly candidates: readonly StreamCandidate[]
  readonly nearness: Nearness
}

/** Asks covered, by arm (`ours`, a predictor or a control), budget and bar; `asked` counts all of the blocks. */
export interface Coverage {
  readonly asked: number
  /** Asks that anything known before them covers, at each bar: what was asked before, or the pool. */
  readonly coverable: readonly [number, number]
  readonly covered: ReadonlyMap<string, ReadonlyMap<number, readonly [number, number]>>
}

/** Predicts each block from what was before it and counts what of it was covered. */
export async function replay({ stream, blocks, candidates, nearness }: Replay): Promise<Coverage> {
  const most = Math.max(...budgets)
  const product = createProduct(nearness)
  const covered = new Map<string, Map<number, [number, number]>>()
  const misses = missesOf(stream, nearness)
  const coverable: [number, number] = [0, 0]
  let asked = 0
  for (const block of blocks) {
    const inputs = inputsAt(stream, block, candidates, misses, nearness)
    const { ours, lists } = await product.predict(inputs)
    const arms = new Map([['ours', ours.slice(0, most)], ...lists])
    const questions = stream.asks.slice(block.from, block.to).map(({ question }) => question)
    asked += questions.length
    const known = [...new Set([...inputs.asks.map(({ question }) => question), ...inputs.candidates.map(({ text }) => text), ...ours])]
    for (const question of questions) {
      const nearest = known.reduce((best, text) => (best >= bars[1] ? best : Math.max(best, nearTo(text, question, nearness))), 0)
      for (const [at, bar] of bars.entries()) if (nearest >= bar) coverable[at === 0 ? 0 : 1] += 1
    }
    for (const [arm, texts] of arms) {
      const byBudget = covered.get(arm) ?? new Map<number, [number, number]>(budgets.map((budget) => [budget, [0, 0]]))
      covered.set(arm, byBudget)
      for (const question of questions) countCovered(byBudget, texts, question, nearness)
    }
  }
  return { asked, coverable, covered }
}

function countCovered(byBudget: Map<number, [number, number]>, texts: readonly string[], question: string, nearness: Nearness): void {
  const first: [number, number] = [Infinity, Infinity]
  for (const [place, text] of texts.entries()) {
    const near = nearTo(text, question, nearness)
    if (near >= bars[0]) first[0] = Math.min(first[0], place)
    if (near >= bars[1]) {
      first[1] = place
      break
    }
  }
  for (const [budget, counts] of byBudget) {
    if (first[0] < budget) counts[0] += 1
    if (first[1] < budget) counts[1] += 1
  }
}

function nearTo(text: string, question: string, { similarity }: Nearness): number {
  if (normaliseQuestion(text) === normaliseQuestion(question)) return 1
  return similarity(text, question) ?? 0
}

function inputsAt(
  { asks }: Stream,
  block: Block,
  candidates: readonly StreamCandidate[],
  misses: readonly boolean[],
  { similarity }: Nearness,
): PredictionInputs {
  const now = block.at
  const past = asks.slice(0, block.from).map(
    ({ at, question, session, region }, index): PastAsk => ({
      at,
      question,
      session,
      region,
      isMiss: misses[index] ?? true,
    }),
  )
  const pool = candidates.filter(({ from, until }) => from <= now && now < until)
  return {
    now,
    asks: past,
    changes: [],
    commits: [],
    candidates: pool.map(({ draft }) => draft),
    pinned: [],
    conversations: openConversations(past, now),
    similarity,
  }
}

const openForMs = 30 * 60_000

function openConversations(past: readonly PastAsk[], now: number): readonly OpenConversation[] {
  const open = new Map<string, string[]>()
  const lastAt = new Map<string, number>()
  for (const { session, question, at } of past) {
    if (session === null) continue
    open.set(session, [...(open.get(session) ?? []), question])
    lastAt.set(session, at)
  }
  return [...open]
    .map(([session, questions]) => ({ session, questions, at: lastAt.get(session) ?? 0 }))
    .filter(({ at }) => at > now - openForMs)
    .sort((one, other) => other.at - one.at)
}

/** An ask is a miss where nothing asked before it was close enough to have been prepared since. */
function missesOf({ asks }: Stream, { similarity }: Nearness): readonly boolean[] {
  return asks.map(({ question }, index) => {
    for (let before = index - 1; before >= 0; before--) {
      const earlier = asks[before]?.question ?? ''
      if (earlier === question || (similarity(earlier, question) ?? 0) >= bars[1]) return false
    }
    return true
  })
}
