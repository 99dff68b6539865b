import { taskPhrase } from '../../distil/prose/task.ts'
import { askerContext, namingWords } from '../english/asker-context.ts'
import { withContext } from '../english/with-context.ts'
import { sentenceCase } from './sentence-case.ts'
import type { Wording } from './worded.ts'

/** "Can I …?", "Do I need to …?" from what a reader cannot, must or need not do; "Does X support Y?" from what a thing supports. */
export const abilityQuestions: Wording = (claim, context) => {
  const { text } = claim
  const duty =
    /^(?:note that |however, )?you (cannot|can't|can not|must not|must|need to|have to|don't need to|do not need to|don't have to|do not have to) (.+?)[.!]?$/i.exec(
      text,
    )
  if (duty !== null) {
    const task = taskPhrase((duty[2] ?? '').replace(/^(?:always|also|first|still|only) /i, ''))
    if (task === null || namingWords(task) < 2) return []
    const added = askerContext(task, context.place.slice(0, -1), context)
    if (added === null) return []
    const opening = /^(?:cannot|can't|can not|must not)$/i.test(duty[1] ?? '') ? 'Can I' : 'Do I need to'
    return [{ text: `${opening} ${withContext(task, added)}?`, probability: claim.salience + 0.15 }]
  }
  const support =
    /^((?:The )?[\p{Lu}`][^,;:]{1,40}?) (?:currently |also |fully |now |only )?(supports|does not support|doesn't support|does not currently support) ([^,;:]{3,60}?)[.!]?$/u.exec(
      text,
    )
  const subject = support?.[1] ?? ''
  const object = support?.[3] ?? ''
  const phrase = `${subject} ${object}`.replace(/`[^`]*`/g, 'code')
  if (
    support === null ||
    /\b(?:it|this|that|these|those|they|both|all|some|not only|and|natively|its|their|following|below|two|three|four|and so on|which|who|is|are)\b/i.test(
      phrase,
    ) ||
    object.split(' ').length > 8 ||
    namingWords(object) < 1
  )
    return []
  return [{ text: `Does ${sentenceCase(subject, context.lowerWords)} support ${object}?`, probability: claim.salience + 0.2 }]
}
