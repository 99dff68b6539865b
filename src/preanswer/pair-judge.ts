import type { AnswerBody, Spend } from '../spec/answer.ts'
import type { ReverieError } from '../spec/errors.ts'
import type { ScoredUnit, Skill, SkillCall } from '../spec/skills.ts'

export interface PairInput {
  readonly question: string
  readonly first: AnswerBody
  readonly second: AnswerBody
  /** What was found for the question; holds where the quotes stand. */
  readonly evidence: readonly ScoredUnit[]
  /** Region of the question: where it is kept local, no model sees any of it. */
  readonly region?: string
}

/** `failure`: what kept the judge from deciding, where it failed. */
export interface PairVerdict {
  readonly kind: 'first' | 'second' | 'even' | 'unsure'
  readonly reason: string
  readonly spend: Spend
  readonly failure?: ReverieError
}

/** Says which of two answers to a question is better. Judges favour a position: ask both ways round. */
export interface PairJudge extends Skill {
  judgePair(input: PairInput, call?: SkillCall): Promise<PairVerdict>
}
