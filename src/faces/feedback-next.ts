import type { FeedbackReceipt } from './feedback-receipt.ts'
import type { JudgedAsk } from './feedback-record.ts'

/** What happens after a verdict, in sentences for whoever gave it. */
export function nextOf(
  asked: Pick<JudgedAsk, 'kind' | 'served' | 'preparedFor'>,
  verdict: FeedbackReceipt['verdict'],
  { label, gate }: Pick<FeedbackReceipt, 'label' | 'gate'>,
): string {
  const own = verdict === 'wrong' ? wrongNext(asked) : rightNext(asked, label)
  if (gate.state === 'open') return own
  return `${own} The gate is closed (${gate.reason}): near matches are judged anew or read live until checks are right again.`
}

function wrongNext({ kind, served, preparedFor }: Pick<JudgedAsk, 'kind' | 'served' | 'preparedFor'>): string {
  if (kind === 'none') return 'The question is tried again: by the next ask of it, and asleep.'
  if (kind === 'match') {
    return `What was prepared for "${preparedFor ?? ''}" is not served to this question again; it is read live until the next sleep prepares an answer of its own.`
  }
  if (served === 'live') return 'What was read is not filed as an answer to this question; the next sleep tries it anew.'
  return 'The answer is withdrawn: the question is read live until the next sleep answers it otherwise.'
}

function rightNext({ kind, served }: Pick<JudgedAsk, 'kind' | 'served'>, label: FeedbackReceipt['label']): string {
  if (label === 'replaced') return 'The earlier verdict is taken back: it is served again, once it was checked against its sources.'
  if (kind === 'none' || served === 'live')
    return 'Nothing changes: an answer that was read live teaches no match. The next sleep verifies it like any other.'
  if (kind === 'own') return 'It counts among the answers served; an answer to its own question teaches no match.'
  return 'It joins the labels: the next sleep fits the match decision with it.'
}
