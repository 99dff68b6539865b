import type { Entry } from '../cache/entry.ts'
import type { WeighedCandidate } from '../cache/weigh-candidates.ts'
import { wasCalled } from '../preanswer/was-called.ts'
import type { ScoredUnit, Verdict, Verifier } from '../spec/skills.ts'
import type { AskInput, AskTrail, ReadyScope } from './ask-types.ts'
import type { CallEconomy } from './call-economy.ts'
import type { OptionalCall } from './is-worth-call.ts'

/** What candidates of one scope are judged with, and where what it came to is told. */
export interface NearJudging {
  readonly input: Pick<AskInput, 'question' | 'signal'>
  readonly skills: { readonly verifier: Verifier }
  /** Which calls of a model are done without; absent or null: none. */
  readonly economy?: CallEconomy | null
  readonly trail: AskTrail
}

/** Where the candidates stand: their scope, what live retrieval brings for the question, and by what features they are seen. */
export interface JudgedIn {
  readonly at: ReadyScope
  readonly units: readonly ScoredUnit[]
  readonly recipe: string
}

const asLikelyAsNot = 0.5
const unread = 'what no sleep has verified is served in other words only where a model says that it fits'

/** Whether the candidate's answer also answers the question, by the scope's verifier. */
export async function judgeNear(judging: NearJudging, where: JudgedIn, candidate: WeighedCandidate): Promise<Verdict> {
  const { input, skills, trail } = judging
  const { entry, preparedFor, probability } = candidate
  const match = { question: input.question, preparedFor, body: entry.body, live: where.units, region: entry.region }
  const kind = kindOf(probability)
  const verdict = await skills.verifier.judgeMatch(match, { signal: input.signal, isWorth: worthOf(judging, where, kind) })
  if (verdict.spend.inputTokens > 0) trail.spends.push(verdict.spend)
  if (wasCalled(verdict)) trail.calls.push({ kind, good: verdict.kind === 'supported' })
  const isJudged = isByModel(skills, verdict)
  if (isJudged) trail.judged.push(...labelled(input.question, where, candidate, verdict))
  return entry.status === 'verified' || isJudged || verdict.kind !== 'supported' ? verdict : { ...verdict, kind: 'unsure', reason: unread }
}

/** The same for several in one call; null where the verifier has none, or cannot judge these together. */
export async function chooseNear(
  judging: NearJudging,
  where: JudgedIn,
  candidates: readonly WeighedCandidate[],
): Promise<readonly Verdict[] | null> {
  const { input, skills, trail } = judging
  const { verifier } = skills
  if (verifier.chooseMatch === undefined) return null
  const asked = candidates.map(({ entry, preparedFor }) => ({ preparedFor, body: entry.body, region: entry.region }))
  const kind = kindOf(1 - candidates.reduce((none, { probability }) => none * (1 - probability), 1))
  const choice = { question: input.question, candidates: asked, live: where.units }
  const verdicts = await verifier.chooseMatch(choice, { signal: input.signal, isWorth: worthOf(judging, where, kind) })
  const told = verdicts?.find(wasCalled)
  if (verdicts === null || told === undefined) return verdicts
  if (told.spend.inputTokens > 0) trail.spends.push(told.spend)
  trail.calls.push({ kind, good: verdicts.some((verdict) => verdict.kind === 'supported') })
  for (const [place, candidate] of candidates.entries()) {
    const verdict = verdicts[place]
    // None of several may be no word on each of them.
    if (verdict?.kind === 'supported') trail.judged.push(...labelled(input.question, where, candidate, verdict))
  }
  return verdicts
}

/** Whether a model judged it: what no model may see is judged without one. */
export function isByModel({ verifier }: NearJudging['skills'], verdict: Verdict | null): boolean {
  return verdict !== null && verifier.model !== null && verdict.spend.inputTokens > 0
}

function kindOf(probability: number): OptionalCall {
  return probability >= asLikelyAsNot ? 'likely-match' : 'doubtful-match'
}

function worthOf({ economy = null }: NearJudging, { at }: JudgedIn, kind: OptionalCall): (() => Promise<boolean>) | undefined {
  return economy === null ? undefined : () => economy.isWorth(at.scope.scope, kind)
}

/** What a model said of a candidate, as a label to fit on; none where it is unsure. */
function labelled(
  question: string,
  { recipe }: JudgedIn,
  { entry, features }: { readonly entry: Entry; readonly features: readonly number[] },
  { kind }: Verdict,
): AskTrail['judged'] {
  if (kind === 'unsure') return []
  const { id, alike, questionText } = entry
  return [{ entry: id, alike, question, preparedFor: questionText, same: kind === 'supported', source: 'verifier', features, recipe }]
}
