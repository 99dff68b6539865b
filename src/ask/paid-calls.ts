import type { Answer } from '../spec/answer.ts'
import type { AskTrail } from './ask-types.ts'
import type { OptionalCall } from './is-worth-call.ts'

/** One call of a model that an ask could have done without, and whether it spared a live answer. */
export interface PaidCall {
  readonly kind: OptionalCall
  readonly paid: boolean
}

/** What the calls of an ask came to, by how it was served: what was judged right and then not served has spared nothing. */
export function paidCalls(calls: AskTrail['calls'], { served, adaptation }: Pick<Answer, 'served' | 'adaptation'>): readonly PaidCall[] {
  const isEdited = adaptation?.kind === 'edited'
  const spared: Readonly<Record<OptionalCall, boolean>> = {
    rewrite: served === 'hit' || served === 'adapted',
    'likely-match': served === 'hit' || served === 'adapted',
    'doubtful-match': served === 'hit' || served === 'adapted',
    adaptation: served === 'adapted' && !isEdited,
    edit: served === 'adapted' && isEdited,
  }
  return calls.map(({ kind, good }) => ({ kind, paid: good && spared[kind] }))
}
