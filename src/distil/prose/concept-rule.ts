import nlp from 'compromise'
import { actionVerbs } from '../english/action-verbs.ts'
import { tagWords } from '../english/tagged-words.ts'
import { firstCode } from './following-code.ts'
import { codeHeading, isGenericHeading, isOptionsHeading } from './heading.ts'
import { proseOf, type Section } from './outline.ts'
import { makeClaim, type Rule, type Span } from './rule.ts'
import { isInformative, isWellFormed, leansOnOthers } from './sentence-tests.ts'
import { lowerTitleWords, taskOfHeading } from './task.ts'

/**
 * Sections about a thing ("Error handling", "Optional parameter", "With Zod") that show it in code. The subject says what
 * a reader wants: "error handling works", "optional parameters work", "use Zod".
 */
export const conceptRule: Rule = (section) => {
  const { heading } = section
  if (
    heading === null ||
    isGenericHeading(heading) ||
    isOptionsHeading(heading) ||
    codeHeading(heading) !== null ||
    taskOfHeading(heading) !== null
  )
    return []
  const subject = conceptOf(heading)
  const spans = subject === null ? null : shown(section)
  if (subject === null || spans === null) return []
  const [first] = spans
  return [
    makeClaim({
      type: 'instruction',
      subject,
      text: first === undefined ? heading : first.passage.text.slice(first.start, first.end),
      salience: 0.52,
      spans,
    }),
  ]
}

const mass =
  /(?:ing|tion|sion|ment|ity|ance|ence|ship|ness|ware|safety|support|access|control|data|auth|validation|usage|storage|security|recovery|syntax|text|json|html|time|code|work|traffic|cors|jsx|inheritance)$/i

/** What a reader would ask of a heading that names a thing, or null where it is no plain noun phrase. */
export function conceptOf(heading: string): string | null {
  const paired = /^(?:using|usage|use|working|integration) with (.+)$/i.exec(heading)?.[1] ?? /^with (.+)$/i.exec(heading)?.[1]
  if (paired !== undefined) return /^[`\p{Lu}]/u.test(paired) && paired.split(' ').length <= 4 ? `use ${paired}` : null
  const words = lowerTitleWords(heading.split(' '))
  if (words.length > 2 && actionVerbs.has((words[0] ?? '').toLowerCase())) return null
  if (
    words.length < 2 ||
    words.length > 5 ||
    /[:?!,&/+"()'’`\d]|\b(?:and|or|vs|your|my|how|what|why|when|where|this|that|other|others|more|best|good|bad|common|note|tips?|example|examples|step|part|final|first|second|last|next|new|key|main|basic|advanced|hello|not|no|don't|i|we|you|is|are|options?|api|reference|guide|usage|setup|overview|things|ways?|reasons?|results?)\b/i.test(
      heading,
    )
  )
    return null
  const text = words.join(' ')
  const lower = text.charAt(0).toLowerCase() + text.slice(1)
  const phrase = /^\p{Lu}\p{Lu}|^\p{Lu}\p{Ll}*\p{Lu}/u.test(text) ? text : lower
  const tagged = tagWords(`the ${phrase} works`).slice(1, -1)
  const head = tagged.at(-1)
  if (
    head === undefined ||
    /^(?:performance|issues?|problems?|considerations?|ordering|practices?|limitations?|rules?|styles?|notes?|features?|support|experience|history)$/.test(
      head.lower,
    ) ||
    !/^[a-z]+$/.test(head.text) ||
    tagged.some(
      (word) => word.tags.has('Verb') || word.tags.has('Adverb') || word.tags.has('Preposition') || word.tags.has('Conjunction'),
    ) ||
    !head.tags.has('Noun')
  )
    return null
  if (tagged.slice(0, -1).some((word) => /ing$/.test(word.lower))) return null
  if (head.tags.has('Plural') || (/[^s]s$/.test(head.lower) && !/(?:us|is)$/.test(head.lower))) return `${phrase} work`
  if (mass.test(head.lower)) return `${phrase} works`
  const plural = nlp(head.lower).nouns().toPlural().text()
  return plural === '' || plural === head.lower ? null : `${phrase.slice(0, phrase.length - head.text.length)}${plural} work`
}

function shown(section: Section): readonly Span[] | null {
  const code = firstCode(section)
  if (/^(?:sh|bash|shell|console|text|txt)\b/.test(code?.passage.language ?? '')) return null
  const first = proseOf(section).find((sentence) => sentence.box === null)
  if (first === undefined || code === null || section.blocks[0]?.passage.id !== first.passage.id) return null
  const tells = isInformative(first.text) || /:$/.test(first.text)
  return tells && isWellFormed(first.text) && !leansOnOthers(first.text) && sharesWord(first.text, section.heading ?? '')
    ? [first, code]
    : null
}

function sharesWord(text: string, heading: string): boolean {
  const stems = (words: string): readonly string[] =>
    words
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length > 3)
      .map((word) => word.slice(0, 5))
  const said = new Set(stems(text))
  return stems(heading).some((stem) => said.has(stem))
}
