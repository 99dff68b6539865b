import type { FeedbackReceipt } from '../reverie.ts'
import { printableLine } from './printable.ts'
import { wrapText } from './wrap-text.ts'

/** What a verdict did, for people: what was judged, then what happens next. */
export function feedbackLines(receipt: FeedbackReceipt, width: number): readonly string[] {
  const { verdict, served, question, preparedFor } = receipt
  const prepared = preparedFor === null || preparedFor === question ? '' : `, prepared for "${printableLine(preparedFor)}"`
  return [`${verdict} · ${served} · "${printableLine(question)}"${prepared}`, ...wrapText(printableLine(receipt.next), width)]
}
