import { lowerTitleWords } from '../../distil/prose/task.ts'
import { askerContext, namingWords } from '../english/asker-context.ts'
import type { Wording } from './worded.ts'

/** A question the document asks itself, as it stands; a short one gets what the page is about added. */
export const askedQuestions: Wording = (claim, { names, place }) => {
  const question = lowerTitleWords(claim.subject.replace(/\s*\?$/, '').split(' ')).join(' ')
  const text = question.charAt(0).toUpperCase() + question.slice(1)
  if (namingWords(question) >= 3) return [{ text: `${text}?`, probability: claim.salience }]
  const context = askerContext(question, place.slice(0, -1), names)
  if (context === null || (context === '' && namingWords(question) < 2)) return []
  return [{ text: `${text}${context}?`, probability: claim.salience }]
}
