import type { ClaimDraft, ClaimType } from '../../spec/claim.ts'
import { codeHeading, isGenericHeading } from './heading.ts'
import type { Section, Sentence } from './outline.ts'
import { ownerOf } from './owner.ts'
import { makeClaim, type Rule, type RuleContext } from './rule.ts'
import { isWellFormed, leansOnOthers } from './sentence-tests.ts'

/** Deprecations, limits, requirements and warnings: what bites who does not know it. One type a sentence, the sharpest. */
export const noticeRule: Rule = (section, context) => {
  const claims: ClaimDraft[] = []
  const sentences = section.blocks.flatMap((block) => block.sentences)
  for (const sentence of sentences) {
    if (sentence.text.length > 420 || /[:?]$/.test(sentence.text) || sentence.text.split(' ').length < 4) continue
    const type = noticeType(sentence)
    if (type === null || !isWellFormed(sentence.text)) continue
    const before = leansOnOthers(sentence.text) ? previous(sentences, sentence) : null
    if (leansOnOthers(sentence.text) && before === null && sentence.box === null) continue
    const isBox = sentence.box !== null
    claims.push(
      makeClaim({
        type,
        subject: subjectOf(section, context, sentence),
        text: sentence.text,
        value: type === 'limit' ? amount(sentence.text) : null,
        salience: (type === 'warning' ? 0.45 : 0.55) + (isBox ? 0.12 : 0),
        spans: before === null ? [sentence] : [before, sentence],
      }),
    )
  }
  return claims
}

function noticeType(sentence: Sentence): ClaimType | null {
  const text = sentence.text.replace(/`[^`]*`/g, 'x')
  if (
    /\b(?:is|are|was|were|been|now|has been|have been) (?:now |also |officially )?deprecated\b|\bdeprecated (?:since|in|as of|in favou?r of)\b|\b(?:will be|has been|have been|was|were) removed (?:in|from|since|with)\b|\bno longer (?:supported|available|maintained|recommended)\b|\bend[- ]of[- ]life\b/i.test(
      text,
    )
  )
    return 'deprecation'
  if (
    /\b(?:maximum|max|at most|no more than|up to|limited to|(?:must|can|may|should) not exceed|cannot exceed|at least|minimum|limit (?:is|of)|no (?:longer|larger|bigger|greater|later) than)\b/i.test(
      text,
    ) &&
    amount(text) !== null
  )
    return 'limit'
  if (
    /\b(?:\d+(?:\.\d+)* or (?:later|newer|higher|above|greater)|requires? (?!that$)|is required|are required|must (?:be|have|use|set|call|return|install|include|first|also|match|provide|define)|need(?:s)? to be|prerequisites?)\b/i.test(
      text,
    ) &&
    !/\?$/.test(text)
  )
    return 'requirement'
  if (sentence.box !== null && /^(?:warning|danger|caution|important)$/.test(sentence.box)) return 'warning'
  if (
    /^(?:be careful|beware|caution|do not|don't|never|avoid|make sure|be sure|ensure|note that|keep in mind|be aware|please note|remember)\b/i.test(
      text,
    )
  )
    return 'warning'
  return null
}

/** A number with its unit, or null. */
function amount(text: string): string | null {
  return (
    /(?:\$\s?)?\b\d[\d,.]*\s?(?:%|[kKMGT]i?B\b|bytes?|bits|ms|milliseconds?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|characters?|requests?|items?|files?|users?|times|digits?|words|[a-z]+s\b)/.exec(
      text,
    )?.[0] ?? null
  )
}

function previous(sentences: readonly Sentence[], sentence: Sentence): Sentence | null {
  const before = sentences[sentences.indexOf(sentence) - 1]
  return before !== undefined && before.passage.id === sentence.passage.id && !leansOnOthers(before.text) && !/[:?]$/.test(before.text)
    ? before
    : null
}

function subjectOf(section: Section, context: RuleContext, sentence: Sentence): string {
  const code = section.heading === null ? null : codeHeading(section.heading)
  const owner = ownerOf(section.place.slice(0, -1), context.names)
  if (code?.certain === true) return owner === '' ? `\`${code.name}\`` : `\`${code.name}\` in ${owner}`
  const named = /`([^`]+)`/.exec(sentence.text)?.[0]
  if (section.heading === null || isGenericHeading(section.heading))
    return context.names.topic !== '' ? context.names.topic : (named ?? section.heading ?? '')
  return section.heading
}
