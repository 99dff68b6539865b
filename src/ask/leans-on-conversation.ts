import { hasBareDefinite } from './leaning/bare-definite.ts'
import { hasFollowUpForm } from './leaning/follow-up-form.ts'
import { namesItsSubject } from './leaning/names-its-subject.ts'
import { hasOpenReference } from './leaning/open-reference.ts'

/**
 * Whether a question needs its conversation to be understood: it is shaped like a follow-up, points at something that
 * nothing in it explains, speaks of "the album" without saying which, or names no subject at all. Errs towards yes: such a
 * question is answered, but never matched on its own words. Without a history it stands alone.
 */
export function leansOnConversation(question: string, hasHistory: boolean): boolean {
  return hasHistory && leaningSign(question) !== null
}

/** What shows that a question leans on something said before, in words for its record, or null. */
export function leaningSign(question: string): string | null {
  if (hasFollowUpForm(question)) return 'it goes on from what was said'
  if (hasOpenReference(question)) return 'it points at something said before'
  if (hasBareDefinite(question)) return 'it does not say which one it means'
  return namesItsSubject(question) ? null : 'it does not name what it is about'
}

/** A message that carries a document of its own is about that document, not about the scope. */
export function inlinesDocument(question: string): boolean {
  return question.length > 1_500 || question.split('\n').length > 12 || /```|^\s*<document/im.test(question)
}
