import { bareText } from '../../distil/english/reading-text.ts'
import { verbForms } from '../../distil/english/verb-forms.ts'
import { isGenericHeading } from '../../distil/prose/heading.ts'
import { taskOfHeading } from '../../distil/prose/task.ts'
import { askerContext } from '../english/asker-context.ts'
import { sentenceCase } from './sentence-case.ts'
import type { Wording } from './worded.ts'

/** "Is X deprecated?" and what replaces it. */
export const deprecationQuestions: Wording = (claim, context) => {
  const match =
    /^(?:please note that |note that )*(.{2,60}?) (is|are|was|were|has been|have been)(?: now| also| officially)? (deprecated|removed)\b/i.exec(
      claim.text,
    )
  const subject = match?.[1]
  if (subject === undefined || !isNounPhrase(subject)) return []
  const suffix = askerContext(subject, context.place, context)
  if (suffix === null) return []
  const plural = /^(?:are|were|have been)$/i.test(match?.[2] ?? '')
  const inProduct = suffix.replace(/^ with /, ' in ')
  if ((match?.[3] ?? '').toLowerCase() === 'deprecated')
    return [
      {
        text: `${plural ? 'Are' : 'Is'} ${sentenceCase(subject, context.lowerWords)} deprecated${inProduct}?`,
        probability: claim.salience,
      },
    ]
  return [
    {
      text: `${plural ? 'Have' : 'Has'} ${sentenceCase(subject, context.lowerWords)} been removed${inProduct}?`,
      probability: claim.salience,
    },
  ]
}

/** "What does X require?", "Which version of X is required?" */
export const requirementQuestions: Wording = (claim, context) => {
  const version =
    /\b((?:\p{Lu}[\w.]*)(?: \p{Lu}[\w.]*)?)(?: version| v)? ?v?\d+(?:\.\d+)*(?:\.x)?\+? (?:or (?:later|newer|higher|above|greater)|and (?:later|newer|above))/u.exec(
      claim.text,
    )?.[1]
  if (version !== undefined && !/^(?:If|For|The|In|With|From|Since|Version|Use|You)$/.test(version)) {
    const suffix = askerContext(version, context.place, context)
    if (suffix !== null && suffix !== '')
      return [{ text: `Which version of ${version} is required${suffix.replace(/^ (?:with|in) /, ' for ')}?`, probability: claim.salience }]
  }
  const requires = /^((?:the |an? )?[^,;:]{2,50}?) (require|requires) (?!that\b|you\b)(.{4,120})$/i.exec(claim.text)
  const subject = requires?.[1]
  if (subject === undefined || !isNounPhrase(subject) || /^(?:you|we|it|this|that|some|all|most|many|which|everything)\b/i.test(subject))
    return []
  const plural = requires?.[2]?.toLowerCase() === 'require'
  return [{ text: `What ${plural ? 'do' : 'does'} ${sentenceCase(subject, context.lowerWords)} require?`, probability: claim.salience }]
}

/** "What is the maximum X?" */
export const limitQuestions: Wording = (claim, { lowerWords }) => {
  const stated = /^the (maximum|minimum|max|min) ([a-z][^,;:.]{2,50}?) (?:is|was|of)\b/i.exec(claim.text)
  if (stated?.[2] !== undefined && isNounPhrase(stated[2]))
    return [{ text: `What is the ${(stated[1] ?? '').toLowerCase()} ${stated[2]}?`, probability: claim.salience }]
  const limited = /^((?:the |an? )?[^,;:]{3,60}?) (is|are) limited to /i.exec(claim.text)
  if (limited?.[1] !== undefined && isNounPhrase(limited[1]))
    return [{ text: `What ${limited[2]} ${sentenceCase(limited[1], lowerWords)} limited to?`, probability: claim.salience }]
  return []
}

/** "What should I watch out for when using X?", for warnings set apart from the text only. */
export const warningQuestions: Wording = (claim, context) => {
  const { names, place } = context
  const last = place.at(-1)
  if (claim.salience < 0.5) return []
  const task = last === undefined ? null : taskOfHeading(last)
  if (task !== null) {
    const [verb = '', ...rest] = task.split(' ')
    const suffix = askerContext(task, place.slice(0, -1), context)
    return suffix === null
      ? []
      : [
          {
            text: `What should I watch out for when ${verbForms(verb).gerund} ${rest.join(' ')}${suffix}?`,
            probability: claim.salience - 0.1,
          },
        ]
  }
  const subject =
    /^`[^`]+`/.exec(claim.subject)?.[0] ??
    (last === undefined || isGenericHeading(last) ? names.topic : /^\p{Lu}[\w.]*$/u.test(last) ? last : '')
  if (subject === '' || (names.kind === 'common' && subject === names.topic)) return []
  const suffix = askerContext(subject, place.slice(0, -1), context)
  return suffix === null
    ? []
    : [
        {
          text: `What should I watch out for when using ${subject}${suffix.replace(/^ with/, ' with')}?`,
          probability: claim.salience - 0.1,
        },
      ]
}

/** "What is the `FOO` environment variable for?", where prose describes it. */
export const variableQuestions: Wording = (claim) => {
  const named = new Set(claim.text.match(/`[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+`/g) ?? [])
  // A sentence that only lists variables says of none what it is for.
  if (claim.salience < 0.5 || claim.text.split(' ').length < 5 || named.size > 2) return []
  return [{ text: `What is the ${claim.subject} environment variable for?`, probability: claim.salience }]
}

/** "What does the code `X` mean?", "What does exit code 3 mean?" */
export const codeQuestions: Wording = (claim) => {
  const exit = /^exit code `([^`]+)`$/.exec(claim.subject)?.[1]
  return [
    { text: `What does ${exit === undefined ? `the code ${claim.subject}` : `exit code ${exit}`} mean?`, probability: claim.salience },
  ]
}

/** "What does the `doctor` command do?", of commands that a table describes. */
export const commandQuestions: Wording = (claim) =>
  /^`[^`]+` command$/.test(claim.subject) && claim.text.split(' ').length > 2
    ? [{ text: `What does the ${claim.subject} do?`, probability: claim.salience }]
    : []

function isNounPhrase(text: string): boolean {
  const bare = bareText(text)
  return (
    bare.split(' ').length <= 7 &&
    !/\band$|\buses?\b|,/i.test(bare) &&
    !/^(?:with|in|on|for|since|as|by|from|whilst|both|neither|either|all|each|one|some|others?)\b/i.test(bare) &&
    !/\b(?:it|this|that|these|those|they|which|who|you|we|is|are|was|be|if|when|can|will|must|should|to|and then|its|their|your|our|there)\b/i.test(
      bare,
    ) &&
    /[\p{L}`]/u.test(bare)
  )
}
