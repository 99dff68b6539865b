import { nextTurn } from '../../corpus/next-turn.ts'
import { storedVectors } from '../../retrieve/stored-vectors.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { keyVectorDigest } from '../../spec/key-vector.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { Store } from '../../spec/store.ts'
import { type AskedLately, dot } from './asked-lately.ts'
import type { ServingChance } from './serving-chance.ts'
import { unitVector } from './unit-vector.ts'

/** A question that was asked and whose answer is not verified. */
export interface AskedQuestion {
  readonly id: string
  readonly text: string
  /** How often it was asked. */
  readonly times: number
  /** Whether who asks in its own words is served by now, from what an ask left. */
  readonly isDrafted: boolean
  /** Asks that its answer must serve to be worth preparing. */
  readonly leastAsks: number
}

/** What history says of the worth of verified answers to questions that were asked. */
export interface NearDemand {
  /** Asks that an answer would serve in as long again, by the question's id; what has no vector is left out. */
  readonly asks: ReadonlyMap<string, number>
  /** How long that is: the days from the first of the asks on, at least one. */
  readonly days: number
}

const dayMs = 86_400_000
/** Verified answers looked at, the newest. */
const mostPrepared = 1_000
/** Questions looked at, those asked most. */
const mostAsked = 600
/** What an ask in a draft's own words, which is served, says of asks in other words. */
const draftedAgain = 0.5
/** Rows compared with all asks before whoever waits for the thread has it. */
const rowsAtOnce = 32

/**
 * How many of the asks of late each question's answer would serve beyond what is served by now and by the answers chosen before
 * it, those that serve most beyond what they cost first, by the greedy rule of facility location (Nemhauser, Wolsey and Fisher
 * 1978), so that of many wordings of one need only as many are worth preparing as the asks spread over.
 */
export async function nearDemand(
  store: Pick<Store, 'read'>,
  scope: ScopeId,
  {
    asked,
    asks,
    embedder,
    chance,
    now,
    policy,
  }: {
    readonly asked: readonly AskedQuestion[]
    readonly asks: readonly AskedLately[]
    readonly embedder: string
    readonly chance: ServingChance
    /** Epoch ms. */
    readonly now: number
    /** Digest of the policy that is prepared for. */
    readonly policy: string
  },
): Promise<NearDemand> {
  const placed = asks.flatMap(({ words, vector }) => (vector === null ? [] : [{ words, vector }]))
  const gains = new Map<string, number>()
  const days = Math.max(1, (now - Math.min(now, ...asks.map(({ at }) => at))) / dayMs)
  if (asked.length === 0 || placed.length === 0) return { asks: gains, days }
  const looked = [...asked].sort((a, b) => b.times - a.times || (a.id < b.id ? -1 : 1)).slice(0, mostAsked)
  const vectors = await vectorsOf(
    store,
    scope,
    embedder,
    looked.map(({ text }) => text),
  )
  const prepared = [...(await vectorsOf(store, scope, embedder, await preparedTexts(store, scope, policy))).values()]
  const covered = new Float32Array(placed.length)
  for (const [row, one] of prepared.entries()) {
    for (const [at, { vector }] of placed.entries()) covered[at] = Math.max(covered[at] ?? 0, chance(dot(vector, one)))
    if (row % rowsAtOnce === rowsAtOnce - 1) await nextTurn()
  }
  // Those beyond the most asked bring less than any of them, as far as is known.
  for (const { id } of asked) gains.set(id, 0)
  const open: { readonly id: string; readonly words: string; readonly chances: Float32Array; readonly leastAsks: number }[] = []
  for (const { id, text, isDrafted, leastAsks } of looked) {
    const own = vectors.get(text)
    if (own === undefined) {
      gains.delete(id)
      continue
    }
    const words = normaliseQuestion(text)
    // Asked once is not asked again: of those in its own words all but the first count.
    const first = placed.findLastIndex((ask) => ask.words === words)
    const inOwnWords = (at: number): number => (at === first ? 0 : isDrafted ? draftedAgain : 1)
    const chances = Float32Array.from(placed, (ask, at) => (ask.words === words ? inOwnWords(at) : chance(dot(ask.vector, own))))
    open.push({ id, words, chances, leastAsks })
    if (open.length % rowsAtOnce === 0) await nextTurn()
  }
  const left = new Set(open)
  for (;;) {
    let best: { readonly one: (typeof open)[number]; readonly gain: number; readonly net: number } | null = null
    for (const one of left) {
      let gain = 0
      for (let at = 0; at < covered.length; at++) gain += Math.max(0, (one.chances[at] ?? 0) - (covered[at] ?? 0))
      const net = gain - one.leastAsks
      if (net <= 0) left.delete(one)
      else if (best === null || net > best.net) best = { one, gain, net }
    }
    if (best === null) return { asks: gains, days }
    gains.set(best.one.id, best.gain)
    left.delete(best.one)
    await nextTurn()
    const { words, chances } = best.one
    for (const [at, ask] of placed.entries()) covered[at] = ask.words === words ? 1 : Math.max(covered[at] ?? 0, chances[at] ?? 0)
  }
}

async function vectorsOf(store: Pick<Store, 'read'>, scope: ScopeId, embedder: string, texts: readonly string[]) {
  const stored = await storedVectors(store.read, scope, embedder, [...new Set(texts.map((text) => keyVectorDigest(text)))])
  const vectors = new Map<string, Float32Array>()
  for (const text of texts) {
    const vector = stored.get(keyVectorDigest(text))
    if (vector !== undefined) vectors.set(text, unitVector(vector))
  }
  return vectors
}

/** Questions and keys of the verified answers, the newest. */
async function preparedTexts(store: Pick<Store, 'read'>, scope: ScopeId, policy: string): Promise<readonly string[]> {
  const rows = await store.read
    .selectFrom('keys')
    .innerJoin('entries', (join) => join.onRef('entries.scope', '=', 'keys.scope').onRef('entries.entry', '=', 'keys.entry'))
    .select('keys.text')
    .where('keys.scope', '=', scope)
    .where('keys.policy', '=', policy)
    .where('keys.kind', '!=', 'near-miss')
    .where('entries.kind', '=', 'answer')
    .where('entries.status', '=', 'verified')
    .where('entries.state', '=', 'fresh')
    .orderBy('entries.made_at', 'desc')
    .orderBy('keys.text')
    .limit(mostPrepared)
    .execute()
  return rows.map(({ text }) => text)
}
