import type { DecisionReason } from '../spec/answer.ts'
import type { Rewriter } from '../spec/skills.ts'
import type { AskInput, UnderstoodInput } from './ask-types.ts'
import { inlinesDocument } from './leans-on-conversation.ts'
import { type RewriteMeans, standAlone } from './stand-alone.ts'

/** The ask with its question as it stands alone, rewritten where a model can and that is worth it. */
export async function understand(
  input: AskInput,
  skills: { readonly rewriter: Rewriter | null },
  means: RewriteMeans,
): Promise<UnderstoodInput> {
  const asIs: UnderstoodInput = { ...input, asked: input.question, standAlone: null, leans: null }
  if (inlinesDocument(input.question)) return asIs
  const found = await standAlone(input, skills, means)
  if ('leans' in found) return { ...asIs, leans: found.detail }
  return found.rewritten ? { ...asIs, question: found.question, standAlone: found.question } : asIs
}

/** Why a question is not looked up at all, or null. */
export function bypassOf(input: UnderstoodInput): { readonly reason: DecisionReason; readonly detail: string } | null {
  if (input.mode === 'live') return { reason: 'no-candidate', detail: 'a live answer was asked for' }
  if (inlinesDocument(input.question)) return { reason: 'inlined-documents', detail: 'the message carries a document of its own' }
  if (input.leans !== null) return { reason: 'leans-on-conversation', detail: input.leans }
  if ((input.question.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) < 2) return { reason: 'too-short', detail: 'one word is never matched' }
  return null
}
