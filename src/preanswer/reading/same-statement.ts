import { isStopWord } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { isMeasure, quantities } from '../guards/quantities.ts'

/** A passage that says the same elsewhere must have this many words of its own to be about the same thing by them alone. */
const leastWords = 4
const longestPassage = 1_500

const ordinal = /^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$/
/** A name in code differs between two things as often as it is another value; after these words it is a value. */
const introducesValue = /^(?:default|defaults|is|are|to|be|=|:)$/

/**
 * By what two units of two documents are one statement with two values, both word for word the same but for numbers or
 * what code gives as a value: under the same headings, or in passages that are the same but for values throughout (which
 * two things of one kind can share, too). Null where they are not.
 */
export function sameStatement(one: ScoredUnit, other: ScoredUnit): 'by-headings' | 'by-passage' | null {
  if (one.document === other.document || !saysOtherwise(asWritten(one), asWritten(other))) return null
  if (headingsOf(one) === headingsOf(other)) return 'by-headings'
  const isLong = Math.max(one.passageText.length, other.passageText.length) > longestPassage
  if (isLong || contentWords(one.passageText) < leastWords) return null
  return saysOtherwise(one.passageText, other.passageText) ? 'by-passage' : null
}

/** Whether two units of different passages are word for word the same but for values: of two things of one kind, or of one thing twice. */
export function sameWording(one: ScoredUnit, other: ScoredUnit): boolean {
  return one.passage !== other.passage && saysOtherwise(asWritten(one), asWritten(other))
}

/** Whether two texts are the same but for values, of which one at least differs by what it amounts to. */
function saysOtherwise(one: string, other: string): boolean {
  const [left, right] = [wordsOf(one), wordsOf(other)]
  if (left.length !== right.length) return false
  let names = false
  for (const [at, word] of left.entries()) {
    const there = right[at] ?? ''
    if (word === there) continue
    const before = left[at - 1] ?? ''
    if (isMeasure(word) && isMeasure(there) && isNumber(before)) continue
    if (isNumber(word) && isNumber(there)) continue
    if (!isCode(word) || !isCode(there) || !introducesValue.test(before)) return false
    names = true
  }
  return names || !isSameAmount(one, other)
}

function isSameAmount(one: string, other: string): boolean {
  const [left, right] = [quantities(multiplied(one)), quantities(multiplied(other))]
  return left.size === right.size && [...left].every((value) => right.has(value))
}

/** `100 * 1024` as the number it is. */
function multiplied(text: string): string {
  return text.replace(/\b\d+(?:\s*\*\s*\d+)+\b/g, (product) => String(product.split('*').reduce((so, factor) => so * Number(factor), 1)))
}

/** Words in order, marks of emphasis and of the sentence aside; what stands in back quotes is one word. */
function wordsOf(text: string): readonly string[] {
  const found = text.toLowerCase().match(/`[^`\n]+`|[^\s`]+/g) ?? []
  return found.map((word) => (isCode(word) ? word : word.replace(/^[*_("'[]+|[*_)"'\].,;!?]+$/g, ''))).filter((word) => word !== '')
}

function isCode(word: string): boolean {
  return word.startsWith('`')
}

function isNumber(word: string): boolean {
  return !ordinal.test(word) && quantities(word).size > 0
}

/** As written: the reading form no longer shows what is code. */
function asWritten(unit: ScoredUnit): string {
  return unit.passageText.slice(unit.start, unit.end)
}

/** Title and headings by their words: badges and markup tell nothing apart. */
function headingsOf({ title, place }: ScoredUnit): string {
  const headings = [title ?? '', ...place].map((heading) => wordsOf(heading.replace(/<[^>]*>|`/g, ' ')).join(' '))
  return headings.filter((heading, at) => heading !== '' && heading !== headings[at - 1]).join('\n')
}

function contentWords(text: string): number {
  return new Set(tokenise(text).filter((token) => !isStopWord(token) && !/\d/.test(token))).size
}
