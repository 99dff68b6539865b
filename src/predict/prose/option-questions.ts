import { actionVerbs } from '../../distil/english/action-verbs.ts'
import { infinitiveOf } from '../../distil/english/verb-forms.ts'
import type { Wording } from './worded.ts'

/** "What does the `origin` option of the CORS middleware do?" or, where the text names a thing, "What is … for?". */
export const optionQuestions: Wording = (claim) => {
  if (claim.text.split(' ').length < 4 && !/^`|`$/.test(claim.text)) return []
  const subject = withThe(claim.subject)
  const asked = indirect(claim.text)
  return [
    { text: isAction(claim.text) ? `What does ${subject} do?` : `What is ${subject} for?`, probability: claim.salience },
    ...(asked === null || claim.value === null ? [] : [{ text: asked, probability: claim.salience - 0.05 }]),
  ]
}

/** "Where the log is written" as "Where is the log written?"; "How many jobs run at once" needs no change. */
function indirect(text: string): string | null {
  const [first = ''] = text.replace(/\.(?:\s.*)?$/, '').split(/\. /)
  const turned = /^(Where|How often|How long|When) ((?:the|an?) [a-z][a-z -]{2,40}?) (is|are) ([a-z]+(?: [a-z]+){0,5})$/.exec(first)
  if (turned !== null) return `${turned[1]} ${turned[3]} ${turned[2]} ${turned[4]}?`
  return /^How many [a-z]+s (?:[a-z]+ ){1,6}[a-z]+$/.test(first) ? `${first}?` : null
}

/** "What is the default value of the `origin` option of the CORS middleware?" */
export const defaultQuestions: Wording = (claim) =>
  (claim.value ?? '').split(' ').length > 6
    ? []
    : [{ text: `What is the default value of ${withThe(claim.subject)}?`, probability: claim.salience }]

function withThe(subject: string): string {
  return /^(?:the|a|an)\s/i.test(subject) || !/^`[^`]+` [a-z]+(?: of |$)/.test(subject) ? subject : `the ${subject}`
}

/** True for descriptions that say what a thing does ("Sets the port", "When `true` …"), false for what it is ("The port"). */
export function isAction(text: string): boolean {
  const first = (/^[`A-Za-z'-]+/.exec(text)?.[0] ?? '').toLowerCase()
  if (/^(?:if|when|whether|whenever|enables?|disables?|allows?|by|how|where)$/.test(first)) return true
  return actionVerbs.has(first) || (first.endsWith('s') && actionVerbs.has(infinitiveOf(first)))
}
