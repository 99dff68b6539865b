import { actionVerbs } from '../english/action-verbs.ts'

/** Starts that lean on what was said before. "It" and "This" are tested apart, where a heading says what they mean. */
const leaning =
  /^(?:it|its|they|them|their|this|that|these|those|he|she|his|her|him|such|so|thus|hence|therefore|however|moreover|furthermore|also|additionally|in addition|otherwise|instead|then|and|but|or|nor|yet|as such|as a result|for this reason|for example|for instance|here|there(?! (?:is|are|was|were)\b)|both|another|the (?:former|latter|same|above|following|other)|in this|in that|in these|in such|at this|at that|by doing|on the other hand|similarly|likewise|one of|some of|each of|all of|none of|most of|many of|its|now)\b/i

/** True where the sentence cannot be understood without the one before. */
export function leansOnOthers(text: string): boolean {
  return leaning.test(text.replace(/^[`"'([]+/, ''))
}

/** True for sentences that tell a reader something: no lead-in to a list, no cross reference, not a fragment. */
export function isInformative(text: string): boolean {
  const words = text.split(' ')
  if (words.length < 4 || text.length < 20) return false
  if (/[:：]$/.test(text) || /\?$/.test(text) || /^["'(].*["')]$/.test(text)) return false
  if (
    /^(?:see|refer|read|check|visit|learn|example|examples|note that this (?:page|section)|for (?:more|further|a full|full|additional) |more (?:details?|information)|here (?:is|are)|below (?:is|are)|let'?s|let us|now,?|as follows|the following|this (?:page|section|guide|document|chapter|article)|in this (?:page|section|guide|document|chapter|article)|import|table of contents|edit this page|last updated|source|https?:)\b/i.test(
      text,
    )
  )
    return false
  return !/\bhttps?:\/\/\S+\s*$/.test(text) || words.length > 8
}

/** A sentence that tells the reader what to do or can do. */
export function isInstructive(text: string): boolean {
  return (
    startsWithAction(text) ||
    /\b(?:you|we) (?:can|could|may|must|should|need|have|will)\b|\bby (?:using|calling|passing|setting|adding|creating|running)\b|\bto \w+, (?:use|call|set|add|pass|run|you)\b|\busing `|\buse `/i.test(
      text,
    )
  )
}

export function startsWithAction(text: string): boolean {
  const first = /^(?:please |first,? |then,? |next,? |finally,? |simply |just |optionally,? |do not |don't |never |always )*([a-z-]+)\b/i
    .exec(text)?.[1]
    ?.toLowerCase()
  return first !== undefined && actionVerbs.has(first)
}

/** Quotation marks, brackets and back-ticks close, and no markup is left over. */
export function isWellFormed(text: string): boolean {
  const count = (pattern: RegExp): number => (text.match(pattern) ?? []).length
  return (
    count(/\(/g) === count(/\)/g) &&
    count(/\[/g) === count(/\]/g) &&
    count(/`/g) % 2 === 0 &&
    count(/"/g) % 2 === 0 &&
    count(/[\u201c]/g) === count(/[\u201d]/g) &&
    !/<\/?[A-Za-z][^`]*>(?![^`]*`)|:::|\]\(|\*\*|\|\s|\{\{|https?:|www\.|\\/.test(text.replace(/`[^`]*`/g, 'x'))
  )
}
