import { isPerson } from '../../distil/english/is-person.ts'
import { isAction } from './option-questions.ts'
import { sentenceCase } from './sentence-case.ts'
import type { Wording } from './worded.ts'

/** "What is X?", "What does `text()` do in Hono?", "Who was X?" */
export const definitionQuestions: Wording = (claim, { names, lowerWords }) => {
  const subject =
    claim.subject.toLowerCase().replace(/^(?:the|an?) /, '') === names.title?.toLowerCase() && names.kind === 'tool'
      ? names.topic
      : sentenceCase(claim.subject, lowerWords)
  const text = claim.text
  const member = /^`([^`]+)`(?: in (.+))?$/.exec(subject)
  if (member !== null) {
    const name = member[1] ?? ''
    const product = (names.kind === 'tool' ? names.topic : names.product) ?? (names.kind === 'name' ? names.topic : null)
    const where = member[2] ?? (product !== null && !name.toLowerCase().includes(product.toLowerCase()) ? product : null)
    const inside = where === null ? '' : ` in ${where}`
    const said = text.startsWith(`\`${name}`) ? text.replace(/^`[^`]+`\s*/, '') : text
    const isCall = /\(\)$/.test(name) || (isAction(said) && !/^(?:is|are|was)\b/i.test(said))
    return [
      {
        text: isCall && !/^(?:is|are) an? /.test(said) ? `What does \`${name}\` do${inside}?` : `What is \`${name}\`${inside}?`,
        probability: claim.salience,
      },
    ]
  }
  const verb = /\b(is|are|was|were|refers to|means|stands for)\b/.exec(text.slice(Math.max(0, claim.subject.length - 2)))?.[1] ?? 'is'
  if (verb === 'means' || verb === 'stands for')
    return [{ text: `What does ${subject} ${verb === 'means' ? 'mean' : 'stand for'}?`, probability: claim.salience }]
  const copula = verb === 'refers to' ? 'is' : verb
  const person = isPerson(subject, text)
  if (person === 'unsure') return []
  if ((copula === 'was' && person === 'no' && subject === names.topic) || (/^are|were$/.test(copula) && /^\p{Lu}+$/u.test(subject)))
    return []
  return [{ text: `${person === 'yes' ? 'Who' : 'What'} ${copula} ${subject}?`, probability: claim.salience }]
}
