import { joinWords, type TaggedWord, tagWords } from '../../../distil/english/tagged-words.ts'
import { sentenceCase } from '../sentence-case.ts'

/** A declarative sentence cut at its verb: "In 1774 | Priestley | discovered | oxygen in Wiltshire". */
export interface Clause {
  readonly words: readonly TaggedWord[]
  /** What stands before the subject ("In 1774,"), without its comma, or ''. */
  readonly lead: string
  readonly subject: string
  readonly subjectWords: readonly TaggedWord[]
  /** The document writes the subject's first word, articles aside, small elsewhere. */
  readonly isLowerCase: boolean
  /** Forms of be, have, do and modals before the main verb, in order, lower case. */
  readonly auxiliaries: readonly string[]
  /** The main verb as it stands; '' where a form of "be" or "have" is the verb itself. */
  readonly verb: string
  /** Everything after the verb, without the final stop. */
  readonly rest: string
  readonly restWords: readonly TaggedWord[]
}

const auxiliary = /^(?:is|are|was|were|has|have|had|can|could|may|might|must|shall|should|will|would|does|do|did|be|been|being)$/
const adverb =
  /^(?:also|often|usually|generally|typically|commonly|originally|still|now|never|always|first|later|eventually|finally|officially|currently|mainly|mostly|largely|primarily|traditionally|sometimes|once|soon|thus|initially|formally|widely|not|n't|both|further|already|then|only|subsequently|historically|recently|probably|quickly|formerly)$/

/** Cuts a plain sentence at its verb, or null where it is not plain: a question, a quotation, a subject with a clause in it. */
export function clauseOf(sentence: string, lowerWords: ReadonlySet<string>): Clause | null {
  const text = plainClause(sentence)
  if (/["\u201c\u201d;:]|\s[-–—]{1,2}\s/.test(text.replace(/`[^`]*`/g, 'x')) || !/\.$/.test(text)) return null
  const all = tagWords(text)
  if (
    /^(?:though|although|while|when|if|since|because|unless|whereas|once|as|whether|despite|unlike|like|not|only|even|so|nor|neither|either)$/.test(
      all[0]?.lower ?? '',
    )
  )
    return null
  const from = leadEnd(all)
  const words = all.slice(from)
  if (/^(?:when|while|as|if|because|although|though|which|where|who|after|before)$/.test(words[0]?.lower ?? '')) return null
  const at = words.findIndex((word, index) => index > 0 && isFiniteVerb(word, words[index - 1], words[index + 1]))
  if (at < 1 || at > 12) return null
  const subjectWords = words.slice(0, at).filter((word, index, part) => !(index === part.length - 1 && adverb.test(word.lower)))
  if (subjectWords.slice(0, -1).some((word) => /[,]/.test(word.after))) return null
  if (/,/.test(subjectWords.at(-1)?.after ?? '')) return null
  const head = subjectWords.at(-1)
  if (head?.tags.has('Adjective') && !head.tags.has('Noun') && !/^\p{Lu}/u.test(head.text)) return null
  if (subjectWords.length === 1 && head !== undefined && (head.tags.has('Adjective') || head.tags.has('Adverb'))) return null
  let next = at
  const auxiliaries: string[] = []
  while (
    next < words.length &&
    (auxiliary.test(words[next]?.lower ?? '') ||
      (auxiliaries.length > 0 && (adverb.test(words[next]?.lower ?? '') || /ly$/.test(words[next]?.lower ?? ''))))
  ) {
    const lower = words[next]?.lower ?? ''
    if (lower === 'not' || lower === 'never' || lower === "n't") return null
    if (auxiliary.test(lower)) auxiliaries.push(lower)
    next++
  }
  const main = words[next]
  const isMain = main !== undefined && (auxiliaries.length === 0 || isParticiple(main, auxiliaries))
  const verb = isMain ? main.lower : ''
  const restWords = words.slice(isMain ? next + 1 : next)
  // "Analyses based on figures were misleading": the first verb was no verb of the clause.
  if (auxiliaries.length === 0 && /(?:ed|s)$/.test(verb)) {
    if (verb.endsWith('s') && restWords[0]?.tags.has('Adverb') === true) return null
    const second = restWords.findIndex((word) => /^(?:is|are|was|were|has|have|had|can|could|may|might|will|would)$/.test(word.lower))
    if (
      second >= 0 &&
      !restWords
        .slice(0, second)
        .some((word) => /^(?:that|which|who|and|but|how|what|whether|where)$/.test(word.lower) || /,/.test(word.after))
    )
      return null
  }
  return {
    words,
    lead: joinWords(all, 0, from),
    subject: sentenceCase(joinWords(subjectWords), lowerWords),
    subjectWords,
    isLowerCase: lowerWords.has((subjectWords.find((word) => !/^(?:the|an?)$/.test(word.lower)) ?? subjectWords[0])?.lower ?? ''),
    auxiliaries,
    verb,
    rest: joinWords(restWords),
    restWords,
  }
}

/** The sentence without brackets, what a semicolon adds, an apposition after its first name, and a leading concession. */
function plainClause(sentence: string): string {
  return sentence
    .replace(/\s+\([^()]*\)/g, '')
    .replace(/\s*\[[^\]]*\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^([^;]{40,}); .*$/, '$1.')
    .replace(/^(?:Al)?[Tt]hough [^,]{10,90}, (?=(?:the |an? )?\p{Lu})/u, '')
    .replace(
      /^((?:The )?\p{Lu}[\p{L}\d.-]*(?: (?:(?:of|the|de|and) )*\p{Lu}[\p{L}\d.-]*){0,4}(?: [a-z]+)?), (?:an?|the|one of|formerly|then|also known as|known as|born|founded|built|located|designed|created|established|opened|erected|completed)\b[^,]{3,90}, (?=[a-z])/u,
      '$1 ',
    )
    .replace(/^the (?=\p{Lu})/u, 'The ')
}

function isFiniteVerb(word: TaggedWord, before: TaggedWord | undefined, after: TaggedWord | undefined): boolean {
  if (/^(?:is|are|was|were|has|have|had|can|could|may|might|must|shall|should|will|would|does|do|did)$/.test(word.lower)) return true
  if (isNamedDeed(word, before, after)) return true
  if (!word.tags.has('Verb') || word.tags.has('Gerund') || /^\p{Lu}/u.test(word.text)) return false
  if (
    before !== undefined &&
    (/^(?:the|an?|to|of|in|for|by|with|and|or|most|its|his|her|their)$/.test(before.lower) ||
      before.tags.has('Determiner') ||
      before.tags.has('Adjective') ||
      before.tags.has('Preposition'))
  )
    return false
  if (word.tags.has('PastTense')) return after === undefined || !/^by$/.test(after.lower)
  return word.tags.has('PresentTense') && !word.tags.has('Infinitive') && /s$/.test(word.lower)
}

/** "BSkyB discontinued the Sky+ Box": a past form right after a name, with its object, whatever it is tagged as. */
function isNamedDeed(word: TaggedWord, before: TaggedWord | undefined, after: TaggedWord | undefined): boolean {
  return (
    before !== undefined &&
    after !== undefined &&
    before.after.trim() === '' &&
    /^\p{Lu}/u.test(before.text) &&
    /^(?:[a-z]{3,}ed|became|won|sold|bought|built|wrote|took|held|began)$/.test(word.text) &&
    /^(?:the|an?|its|his|her)$/.test(after.lower)
  )
}

function isParticiple(word: TaggedWord, auxiliaries: readonly string[]): boolean {
  if (!/^[a-z]+$/.test(word.lower)) return false
  const last = auxiliaries.at(-1) ?? ''
  if (/^(?:can|could|may|might|must|shall|should|will|would|does|do|did)$/.test(last))
    return word.tags.has('Verb') || word.tags.has('Infinitive')
  if (word.tags.has('Gerund')) return /^(?:is|are|was|were|be|been)$/.test(last)
  return (
    word.tags.has('Verb') &&
    (word.tags.has('PastTense') ||
      word.tags.has('Participle') ||
      word.tags.has('Passive') ||
      /(?:ed|en|wn|nt|lt|ght|und|ung|ade|aid|eld|own|orn|ost|ut|ept|uck|et|ead)$/.test(word.lower))
  )
}

/** Index after a leading adverbial ("In the late 17th century,"), or 0. */
function leadEnd(words: readonly TaggedWord[]): number {
  const first = words[0]
  if (
    first === undefined ||
    !/^(?:in|on|at|by|during|after|before|since|from|between|under|until|as|for|around|throughout|within|among|according|today|currently|originally|historically|traditionally|later|initially|finally|eventually|recently)$/.test(
      first.lower,
    )
  )
    return 0
  const comma = words.findIndex((word) => /,/.test(word.after))
  return comma >= 0 && comma < 9 && comma + 2 < words.length ? comma + 1 : 0
}
