import { wasCalled } from '../preanswer/was-called.ts'
import type { Spend } from '../spec/answer.ts'
import type { Rewriter } from '../spec/skills.ts'
import type { AskInput, AskTrail } from './ask-types.ts'
import { dangles } from './leaning/dangles.ts'
import { leaningSign } from './leans-on-conversation.ts'
import { rewriteFault } from './stand-alone-check.ts'

/** How a question is to be understood before it is looked up. */
export type StandAlone =
  /** Looked up and answered as this; where it was rewritten the answer says so. */
  | { readonly question: string; readonly rewritten: boolean }
  /** It needs its conversation and nobody could say what it means without: never matched, answered as it stands. */
  | { readonly leans: true; readonly detail: string }

/** What a rewriting costs is pushed to `spends`, and the call to `calls`. */
export interface RewriteMeans {
  readonly spends: Spend[]
  readonly calls?: AskTrail['calls']
  /** Whether a model is called; absent: it is. */
  readonly isWorth?: (() => Promise<boolean>) | undefined
}

type Asked = Pick<AskInput, 'question' | 'history' | 'signal'>

/**
 * The question as it stands alone. One that leans on its conversation is rewritten by the model, where one is named, and the
 * rewriting is checked word by word; unsure, malformed, failed or adding anything, it leans. Throws `aborted` only.
 */
export async function standAlone(
  { question, history, signal }: Asked,
  { rewriter }: { readonly rewriter: Rewriter | null },
  { spends, calls = [], isWorth }: RewriteMeans,
): Promise<StandAlone> {
  if (history.length === 0 && dangles(question)) return { leans: true, detail: 'it was cut from a conversation that did not come with it' }
  const sign = history.length === 0 ? null : leaningSign(question)
  if (sign === null) return { question, rewritten: false }
  if (rewriter === null) return { leans: true, detail: sign }
  const rewriting = await rewriter.rewrite({ question, history }, { signal, isWorth })
  if (rewriting.spend.inputTokens > 0) spends.push(rewriting.spend)
  const note = (good: boolean) => {
    if (wasCalled(rewriting)) calls.push({ kind: 'rewrite', good })
  }
  if (rewriting.kind === 'unsure') {
    note(false)
    return { leans: true, detail: `${sign}, and was not rewritten: ${rewriting.reason}` }
  }
  const fault = rewriteFault({ question, history: history.map(({ text }) => text), rewritten: rewriting.question })
  note(fault === null)
  if (fault !== null) return { leans: true, detail: `${sign}, and its rewriting is not used: ${fault}` }
  return { question: rewriting.question, rewritten: true }
}
