import { oppositeOf } from '../../guards/antonyms.ts'
import { plainQuestion } from '../wordings/phrases.ts'
import { gerundOf, taskOf } from '../wordings/task-wordings.ts'
import { type NearMissRule, replaceOutsideCode } from './near-miss-edit.ts'

/** Words with an opposite that are as often used in another sense. */
const ambiguous: ReadonlySet<string> = new Set(
  'pass passed error fail failure long short all every none last first pro con old new more less most least rise fall big man woman end close open parse begin always never request response input output push pull send receive write read right left child parent drop lower upper top bottom shrink lose gain low high before after prior following raise quit hot warm cold cool'.split(
    ' ',
  ),
)

/** The opposite of a word: "enable" → "disable", "maximum" → "minimum". */
export const antonymEdit: NearMissRule = {
  edit: 'antonym',
  apply: (question) =>
    replaceOutsideCode(question, /(?<![\w-])[a-z]{3,}(?![\w-])/, (word = '') => (ambiguous.has(word) ? null : oppositeOf(word))),
}

/** What is asked to happen is asked not to: "How do I cache X?" → "How do I avoid caching X?"; a condition is denied. */
export const negationEdit: NearMissRule = {
  edit: 'negation',
  apply(question) {
    const task = taskOf(question)
    if (task !== null && !task.polar && !/\b(?:and|or|without|not|avoid|prevent|stop)\b/.test(`${task.verb}${task.rest}`)) {
      return `How do I avoid ${task.adverbs}${gerundOf(task.verb)}${task.rest}?`
    }
    if (/\b(?:not|no|without|never)\b|n't\b/i.test(question)) {
      return replaceOutsideCode(question, /\b(is|are|was|were|does|do|did|can|will|should) not (?=[a-z])/, (_, verb = '') => `${verb} `)
    }
    if (/^why\b/i.test(question)) return null
    return replaceOutsideCode(
      question,
      /\b(if|when) ((?:(?!is|are)[^\s,]+ ){1,5}?)(is|are) (?=[a-z])/,
      (_, join = '', subject = '', verb = '') => `${join} ${subject}${verb} not `,
    )
  },
}

/** "from A to B" → "from B to A"; "convert A to B" → "convert B to A". */
export const directionEdit: NearMissRule = {
  edit: 'direction',
  apply(question) {
    const text = plainQuestion(question)
    const match =
      /^(.*\bfrom )((?:the |a )?[^\s,]+)( to )((?:the |a )?[^\s,]+)(.*)$/.exec(text) ??
      /^(.*\b(?:convert|migrate|translate|transform|turn|move|copy|send|switch|upgrade|map|proxy|redirect|bind|export|import) )((?:the |a )?[^\s,]+)( (?:to|into) )((?:the |a )?[^\s,]+)(.*)$/.exec(
        text,
      )
    const [, start = '', first = '', between = '', second = '', end = ''] = match ?? []
    return match === null || first === second ? null : `${start}${second}${between}${first}${end}?`
  },
}

/** Who does it to whom: "Does A call B?" → "Does B call A?". */
export const roleEdit: NearMissRule = {
  edit: 'role',
  apply(question) {
    const match = /^(does|can|will|should|why does|when does|how does) ((?:the |an? )?\S+) ([a-z]+) ((?:the |an? )?\S+)$/i.exec(
      plainQuestion(question),
    )
    const [, asks = '', first = '', verb = '', second = ''] = match ?? []
    if (match === null || /^(?:i|you|it|one|we|they)$/i.test(first) || first.toLowerCase() === second.toLowerCase()) return null
    return /^(?:work|mean|do|in|if|when|the)$/.test(verb) || !/[`\p{Lu}]|^(?:the|an?) /u.test(second)
      ? null
      : `${asks} ${second} ${verb} ${first}?`
  },
}

/** Another time: "What is the default …?" → "What was the default … formerly?". */
export const timeEdit: NearMissRule = {
  edit: 'time',
  apply(question) {
    const text = plainQuestion(question)
    if (/\b(?:current|currently|latest|newest|now|today)\b/i.test(text)) {
      return replaceOutsideCode(`${text}?`, /\b(?:currently|now|today|current|latest|newest)\b/i, (word = '') =>
        /ly$|now|today/i.test(word) ? 'formerly' : 'previous',
      )
    }
    const match = /^what is (the (?:default|current|value|limit|maximum|minimum)\b.*)$/i.exec(text)
    return match === null ? null : `What was ${match[1] ?? ''} in the last version?`
  },
}

/** Another thing asked of the same: its default → its type, what it is for → since when it is there. */
export const aspectEdit: NearMissRule = {
  edit: 'aspect',
  apply(question) {
    const text = plainQuestion(question)
    const value = /^what is the (?:default(?: value)?) of (.+)$/i.exec(text)
    if (value !== null) return `What is the maximum value of ${value[1] ?? ''}?`
    const purpose = /^what (?:is (.+) for|does (.+) do)$/i.exec(text)
    if (purpose !== null) return `Since which version is there ${purpose[1] ?? purpose[2] ?? ''}?`
    const task = taskOf(question)
    return task === null || task.polar ? null : `Why should I ${task.adverbs}${task.verb}${task.rest}?`
  },
}
