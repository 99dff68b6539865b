import { actionVerbs } from '../../../distil/english/action-verbs.ts'
import { infinitiveOfGerund } from '../../../distil/english/infinitive-of-gerund.ts'
import { verbForms } from '../../../distil/english/verb-forms.ts'
import { bare, plainQuestion, splitContext } from './phrases.ts'

const asksHow =
  /^(?:how (?:do|can|could|should|would|might|may|must) (?:i|you|we|one)|how to|what (?:is|would be) (?:the|a) (?:best )?way (?:to|of)|what do i (?:need|have) to do to) (.+)$/i
const asksWhether =
  /^(?:can (?:i|you|we|one)|is it possible (?:for me )?to|is there (?:an?|any) (?:easy |simple |good |quick )?way (?:to|of)) (.+)$/i

/** Verbs that ask for the same thing in every context they are used in. */
const synonyms: Readonly<Record<string, string>> = {
  remove: 'delete',
  delete: 'remove',
  retrieve: 'get',
  obtain: 'get',
  fetch: 'get',
  specify: 'set',
  customize: 'change',
  customise: 'change',
  modify: 'change',
  change: 'modify',
  throw: 'raise',
  show: 'display',
  display: 'show',
  verify: 'check',
  check: 'verify',
  enable: 'turn on',
  activate: 'turn on',
  disable: 'turn off',
  deactivate: 'turn off',
  handle: 'deal with',
  configure: 'set up',
  limit: 'restrict',
  restrict: 'limit',
  convert: 'turn',
  create: 'make',
  start: 'launch',
  launch: 'start',
  prevent: 'stop',
  combine: 'merge',
  merge: 'combine',
  override: 'replace',
}

/** "gracefully shut down the server": the adverbs before the verb, the verb, the rest. */
interface Task {
  readonly adverbs: string
  readonly verb: string
  readonly rest: string
}

/** What a question wants done, or null where it does not ask for a way of doing something. */
export function taskOf(question: string): (Task & { readonly polar: boolean }) | null {
  const text = contextLast(plainQuestion(question))
  const how = asksHow.exec(text)?.[1]
  const whether = how === undefined ? asksWhether.exec(text)?.[1] : undefined
  const phrase = how ?? whether ?? titled(text)
  const task = phrase === undefined || phrase === null ? null : split(phrase)
  return task === null ? null : { ...task, polar: whether !== undefined }
}

function split(phrase: string): Task | null {
  const match = /^((?:(?:\w+ly|also|just|never|always) )*)([a-z]+)( .+)$/.exec(phrase)
  if (match === null) return null
  const [, adverbs = '', said = '', rest = ''] = match
  const verb = infinitiveOfGerund(said) ?? said
  return { adverbs, verb, rest }
}

/** "In Gmail, how do I find …?" → "how do I find … in Gmail". */
function contextLast(text: string): string {
  const match = /^(in|with|on|for|when using) ([^,]{2,40}), (how (?:do|can|could|should) .+)$/i.exec(text)
  return match === null ? text : `${match[3] ?? ''} ${(match[1] ?? '').toLowerCase()} ${match[2] ?? ''}`
}

/** "Sending mail with attachments" and "Add subtitles to a video", as titles have it. */
function titled(text: string): string | null {
  const [first = '', ...rest] = text.split(' ')
  const verb =
    infinitiveOfGerund(first) ?? (/^\p{Lu}\p{Ll}+$/u.test(first) && actionVerbs.has(first.toLowerCase()) ? first.toLowerCase() : null)
  return verb === null || rest.length < 2 ? null : [verb, ...rest].join(' ')
}

/**
 * Other wordings of a question for a way of doing something. Few on purpose: measured on StackFAQ, "Is there a way to …?"
 * and the context put first raise coverage at 99 % precision; "How do I …?" for a title, "way to …", "I want to …" and "Is it
 * possible to …?" lower it, because whatever else begins so comes near them.
 */
export function taskWordings(question: string): readonly string[] {
  const task = taskOf(question)
  if (task === null) return []
  const { adverbs, verb, rest, polar } = task
  const phrase = `${adverbs}${verb}${rest}`
  const text = plainQuestion(question)
  const found: string[] = []
  const { core, context } = splitContext(phrase)
  const same = synonyms[verb]
  if (same !== undefined && !(same === 'turn' && !/ (?:to|into) /.test(rest))) {
    found.push(`${polar ? 'Is there a way to' : 'How can I'} ${adverbs}${same}${rest}?`)
  }
  if (context !== '') found.push(`${bare(context)} ${bare(core)}`)
  if (!/^is there\b/i.test(text)) found.push(`Is there a way to ${phrase}?`)
  return found
}

/** "parse" → "parsing". */
export function gerundOf(verb: string): string {
  const { gerund } = verbForms(verb)
  return /[^eoy]e$/.test(verb) && gerund === `${verb}ing` ? `${verb.slice(0, -1)}ing` : gerund
}
