import type { ClaimDraft } from '../../spec/claim.ts'
import type { Section } from './outline.ts'
import { makeClaim, type Rule, type RuleContext } from './rule.ts'
import { isInformative, isWellFormed, leansOnOthers } from './sentence-tests.ts'

/**
 * Statements of articles: who did what, when, where, how many. A sentence that begins with "it", "he" or "she" counts
 * where the one before it in its paragraph has the document's subject as its own; both are quoted then.
 */
export const factRule: Rule = (section, context) => {
  const claims: ClaimDraft[] = []
  for (const block of section.blocks) {
    if (block.passage.kind !== 'prose' && block.passage.kind !== 'list') continue
    const isList = block.passage.kind === 'list'
    block.sentences.forEach((sentence, index) => {
      const { text } = sentence
      if (
        sentence.box !== null ||
        text.length > 360 ||
        !/[.!]["'”)]?$/.test(text) ||
        !isInformative(text) ||
        !isWellFormed(text) ||
        isReference(text)
      )
        return
      const before = block.sentences[index - 1]
      if (/^(?:It|He|She) /.test(text)) {
        if (before === undefined || isList || !hasTopicAsSubject(before.text, context)) return
        claims.push(fact(context.names.topic, sentence.text, [before, sentence], section))
      } else if (!leansOnOthers(text)) claims.push(fact('', text, [sentence], section))
    })
  }
  return claims
}

function fact(subject: string, text: string, spans: Parameters<typeof makeClaim>[0]['spans'], section: Section): ClaimDraft {
  const named = (text.match(/(?<!^)(?<![.!?]\s)\b\p{Lu}\p{L}+/gu) ?? []).length
  const numbers = (text.match(/\d+/g) ?? []).length
  const salience =
    0.2 + Math.min(0.12, named * 0.03) + Math.min(0.1, numbers * 0.04) + (section.index === 0 ? 0.05 : 0) - (text.length > 260 ? 0.06 : 0)
  return makeClaim({ type: 'other', subject, text, salience, spans })
}

function hasTopicAsSubject(text: string, { names }: RuleContext): boolean {
  return (
    names.topic !== '' &&
    names.kind !== 'none' &&
    new RegExp(
      `^(?:the )?${names.topic.replace(/^the /, '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')} (?:is|was|has|had|\\w+s|\\w+ed)\\b`,
      'i',
    ).test(text)
  )
}

/** Entries of a bibliography or list of references, which state nothing. */
function isReference(text: string): boolean {
  return /^(?:jump up|\^|retrieved|archived|isbn|doi|pp?\.)\b|\bRetrieved (?:on )?(?:\d|\p{Lu})|\bArchived from\b|\bISBN\b|\bdoi:|\bpp?\. ?\d|\(\d{4}[a-z]?\)\. /iu.test(
    text,
  )
}
