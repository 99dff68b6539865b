import type { AnswerBody, Spend } from '../../spec/answer.ts'
import type { ReverieError } from '../../spec/errors.ts'
import type { ScoredUnit, Skill, SkillCall } from '../../spec/skills.ts'
import type { NearAnswer } from './adaptation.ts'

export type Edit =
  | { readonly kind: 'edited'; readonly body: AnswerBody; readonly what: string; readonly spend: Spend }
  | { readonly kind: 'none'; readonly reason: string; readonly spend: Spend; readonly failure?: ReverieError }

/** Cuts, joins and minimally rewords a prepared answer from its own quotations, so that it answers another question. */
export interface AnswerEditor extends Skill {
  edit(
    input: {
      readonly question: string
      readonly answer: NearAnswer
      /** What live retrieval brings for the question asked, best first. */
      readonly live: readonly ScoredUnit[]
    },
    call?: SkillCall,
  ): Promise<Edit>
}
