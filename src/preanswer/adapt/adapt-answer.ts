import { addSpends } from '../../ledger/add-spends.ts'
import type { AnswerBody, Spend } from '../../spec/answer.ts'
import type { ScoredUnit, SkillCall, Verdict, Verifier } from '../../spec/skills.ts'
import { type RunGuards, runGuards } from '../guards/run-guards.ts'
import { wasCalled } from '../was-called.ts'
import type { AdaptationChange, Adapted, MatchedPart, NearAnswer } from './adaptation.ts'
import type { AnswerEditor } from './answer-editor.ts'
import { joinAnswers, restApart, strangeName } from './join-answers.ts'
import { narrowAnswer, type Trial } from './narrow-answer.ts'
import { otherParameter } from './other-parameter.ts'
import { splitQuestion } from './split-question.ts'

/** What a model may be called for. */
export type AdaptCall = 'adaptation' | 'edit'

export interface AdaptInput {
  readonly question: string
  /** Prepared answers near the question that were not served for it, nearest first. */
  readonly candidates: readonly NearAnswer[]
  /** What live retrieval brings for the question, best first. */
  readonly live: readonly ScoredUnit[]
  readonly verifier: Verifier
  /** Those of whoever compared the questions before. */
  readonly guards?: RunGuards
  /** Edits by a model; null without one. */
  readonly editor: AnswerEditor | null
  /** Whether judging an adaptation, or an edit, is worth a call of a model; absent: it is. */
  readonly isWorth?: ((kind: AdaptCall) => Promise<boolean>) | undefined
  /** Told of each such call, and whether what was asked for came of it. */
  readonly onCall?: (kind: AdaptCall, good: boolean) => void
  /** The prepared answer the match decision would serve for one part of the question, or null; at most two calls. */
  readonly matchPart: (part: string) => Promise<MatchedPart | null>
}

/** Cosine below which a prepared answer is not about the same thing. */
const leastSimilarity = 0.5
/** Candidates tried without a model, and with one. */
const tried = 6
const edited = 1

/**
 * Makes the answer to a question out of prepared answers that do not answer it as they are: two of them for a question of
 * two parts, the part of one that is asked, what its evidence says of a sibling, or, with a model, a constrained edit. Each
 * rests on its own evidence alone and is judged again; what is unsure is none, for live to answer. A question of several
 * parts is never answered for one of them.
 */
export async function adaptAnswer(input: AdaptInput, call: SkillCall = {}): Promise<Adapted> {
  const spends: Spend[] = []
  const parts = splitQuestion(input.question)
  if (parts.kind === 'unclear') return none('it asks several things that cannot be told apart', spends)
  if (parts.kind === 'two') return joint(input, parts.parts, spends, call)
  const near = input.candidates.filter(({ similarity, body }) => similarity >= leastSimilarity && body.quotes.length > 0).slice(0, tried)
  const [nearest] = near
  if (nearest === undefined) return none('nothing prepared is near enough', spends)
  let refusal = ''
  for (const candidate of near) {
    for (const [kind, adapt] of ways) {
      const trial = adapt(input.question, candidate, input.live, input.guards ?? runGuards)
      if ('reason' in trial) {
        // That no sibling was asked about says little of why nothing was adapted.
        if (kind === 'sub-question') refusal ||= trial.reason
        continue
      }
      const refused = await judgeAdaptation(input, input.question, trial.body, input.live, spends, call)
      if (refused === null) return adapted(trial.body, [candidate], { kind, what: trial.what }, spends)
      refusal = refused
    }
  }
  for (const candidate of input.editor === null ? [] : near.slice(0, edited)) {
    const { isWorth } = input
    const worth = isWorth === undefined ? {} : { isWorth: () => isWorth('edit') }
    const edit = await input.editor?.edit({ question: input.question, answer: candidate, live: input.live }, { ...call, ...worth })
    if (edit === undefined) break
    if (edit.spend.inputTokens > 0) spends.push(edit.spend)
    const note = (good: boolean) => {
      if (wasCalled(edit)) input.onCall?.('edit', good)
    }
    if (edit.kind === 'none') {
      refusal = edit.reason
      note(false)
      continue
    }
    const verdict = await judge(input, input.question, edit.body, input.live, spends, call)
    const refused = refusalOf(verdict)
    note(refused === null)
    if (refused === null) return adapted(edit.body, [candidate], { kind: 'edited', what: edit.what }, spends)
    refusal = refused
  }
  return none(refusal, spends)
}

const ways: readonly (readonly [
  AdaptationChange['kind'],
  (asked: string, answer: NearAnswer, live: readonly ScoredUnit[], guards: RunGuards) => Trial,
])[] = [
  ['other-parameter', otherParameter],
  ['sub-question', narrowAnswer],
]

async function joint(input: AdaptInput, [one, other]: readonly [string, string], spends: Spend[], call: SkillCall): Promise<Adapted> {
  const first = await input.matchPart(one)
  if (first === null) return none(`nothing prepared answers “${one}”`, spends)
  const second = await input.matchPart(other)
  if (second === null) return none(`nothing prepared answers “${other}”`, spends)
  if (!restApart([first, second])) return none('one answer would stand for both parts', spends)
  const strange = strangeName(input.question, [first, second])
  if (strange !== null) return none(`one part was prepared for ${strange}, which the question does not name`, spends)
  for (const [question, { answer, live }] of [
    [one, first],
    [other, second],
  ] as const) {
    const refused = await judgeAdaptation(input, question, answer.body, live, spends, call)
    if (refused !== null) return none(refused, spends)
  }
  const body = joinAnswers([
    { question: one, answer: first.answer.body },
    { question: other, answer: second.answer.body },
  ])
  const what = `two prepared answers joined: “${first.answer.preparedFor}” and “${second.answer.preparedFor}”`
  return adapted(body, [first.answer, second.answer], { kind: 'joint', what }, spends)
}

/** Why the verifier does not support an adaptation, or null. */
async function judgeAdaptation(
  input: AdaptInput,
  question: string,
  body: AnswerBody,
  evidence: readonly ScoredUnit[],
  spends: Spend[],
  call: SkillCall,
): Promise<string | null> {
  const { isWorth } = input
  const worth = isWorth === undefined ? {} : { isWorth: () => isWorth('adaptation') }
  const verdict = await judge(input, question, body, evidence, spends, { ...call, ...worth })
  if (wasCalled(verdict)) input.onCall?.('adaptation', verdict.kind === 'supported')
  return refusalOf(verdict)
}

function refusalOf({ kind, reason }: Verdict): string | null {
  return kind === 'supported' ? null : `${kind}: ${reason}`
}

async function judge(
  { verifier }: AdaptInput,
  question: string,
  body: AnswerBody,
  evidence: readonly ScoredUnit[],
  spends: Spend[],
  call: SkillCall,
): Promise<Verdict> {
  const verdict = await verifier.judgeAnswer({ question, body, evidence }, call)
  if (verdict.spend.inputTokens > 0) spends.push(verdict.spend)
  return verdict
}

function adapted(body: AnswerBody, from: readonly NearAnswer[], change: AdaptationChange, spends: readonly Spend[]): Adapted {
  return { kind: 'adapted', body: { ...body, notes: [...body.notes, change.what] }, from, change, spend: addSpends(spends) }
}

function none(reason: string, spends: readonly Spend[]): Adapted {
  return { kind: 'none', reason, spend: addSpends(spends) }
}
