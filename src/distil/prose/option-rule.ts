import type { ClaimDraft } from '../../spec/claim.ts'
import { codeHeading, isCodeName, isOptionsHeading } from './heading.ts'
import { optionFact, parentKey } from './option-siblings.ts'
import { proseOf, type Section, type Sentence } from './outline.ts'
import { memberNoun, optionOwner, optionSubject } from './owner.ts'
import { makeClaim, type Rule, type RuleContext } from './rule.ts'
import { isWellFormed } from './sentence-tests.ts'
import { statedDefault } from './stated-default.ts'

/** Options and their defaults: one heading each, one list item each; tables have their own rule. */
export const optionRule: Rule = (section, context) => [...headed(section, context), ...listed(section, context)]

function headed(section: Section, context: RuleContext): readonly ClaimDraft[] {
  const code = section.heading === null ? null : codeHeading(section.heading)
  if (code === null) return []
  const outer = section.place.slice(0, -1)
  const sentences = proseOf(section)
  const facts = sentences.filter((sentence) => optionFact.test(sentence.text) || /^(?:since|example)s?\b\s*:/i.test(sentence.text))
  const isOption =
    code.type !== null ||
    outer.some(isOptionsHeading) ||
    context.optionParents.has(parentKey(section.place)) ||
    facts.some((fact) => /^(?:default|type)/i.test(fact.text))
  if (!isOption || /\)$/.test(code.name)) return []
  const subject = optionSubject(`\`${code.name}\``, memberNoun(outer), optionOwner(outer, context.names))
  const isOther = (text: string): boolean => text.startsWith('`') && !text.startsWith(`\`${code.name}`)
  const candidates = sentences.filter(
    (sentence) =>
      describes(sentence.text) &&
      !/^`?[\w$]+`?\??\s*:\s*`[^`]+`$/.test(sentence.text) &&
      !facts.includes(sentence) &&
      !isDefaultOnly(sentence.text),
  )
  // "Lattice uses x to route." under an option says what the product does, not the option.
  const isApart = (text: string): boolean =>
    isOther(text) || (context.names.product !== null && text.startsWith(`${context.names.product} `))
  const plain = candidates.filter(
    (sentence) => sentence.box === null && !/^(?:thus|so|as with|this function|these|those|they|however|also|note)\b/i.test(sentence.text),
  )
  const description =
    plain.find((sentence) => !isApart(sentence.text)) ??
    plain.find((sentence) => sentence.text.includes(code.name)) ??
    plain[0] ??
    candidates[0]
  return optionClaims(subject, description ?? null, sentences.find((sentence) => statedDefault(sentence.text) !== null) ?? null)
}

function optionClaims(subject: string, description: Sentence | null, stated: Sentence | null): readonly ClaimDraft[] {
  const value = stated === null ? null : statedDefault(stated.text)
  const claims: ClaimDraft[] = []
  if (description !== null)
    claims.push(makeClaim({ type: 'option', subject, text: description.text, value, salience: 0.62, spans: [description] }))
  if (stated !== null && value !== null)
    claims.push(
      makeClaim({
        type: 'default',
        subject,
        text: stated.text,
        value,
        salience: 0.6,
        spans: description !== null && follows(description, stated) ? [description, stated] : [stated],
      }),
    )
  return claims
}

// "The default is 3." alone tells a reader little; the sentence before it says of what.
function follows(description: Sentence, stated: Sentence): boolean {
  return (
    stated.text.length < 80 &&
    description.passage.id === stated.passage.id &&
    description.end < stated.start &&
    /^\s*$/.test(stated.passage.text.slice(description.end, stated.start))
  )
}

function isDefaultOnly(text: string): boolean {
  return /^(?:the )?default(?:s| value)?\b.{0,40}$/i.test(text)
}

function describes(text: string): boolean {
  return (
    text !== '' &&
    !/[:?]$/.test(text) &&
    !/^(?:see|example|e\.g\.|for example|note that|refer|more|https?:)/i.test(text) &&
    isWellFormed(text)
  )
}

const item =
  /^(?:`((?:--?|\.{3}|\$|@)?[\w$.@\-/[\]]+(?:\([^`]*\))?)`|((?:--?)?[A-Za-z][\w$.-]*))(?:, `?-{1,2}[\w-]+`?)?(?:\s*\(([^)]*)\))?\s*(?::|[-–—]+(?=\s))\s*(\S.*)$/

function listed(section: Section, context: RuleContext): readonly ClaimDraft[] {
  const claims: ClaimDraft[] = []
  for (const block of section.blocks) {
    if (block.passage.kind !== 'list') continue
    const leadIn = block.sentences.find((sentence) => /:$/.test(sentence.text))?.text ?? ''
    const isOptions =
      isOptionsHeading(section.heading ?? '') ||
      /\b(?:options|parameters|properties|arguments|fields|flags|settings|attributes)\b/i.test(leadIn)
    if (!isOptions || (codeHeading(section.heading ?? '')?.type ?? null) !== null) continue
    const inner = codeHeading(section.heading ?? '')
    const owner =
      inner?.certain === true && inner.type === null && !/\)$/.test(inner.name) && !section.place.some(isOptionsHeading)
        ? `\`${inner.name}\``
        : optionOwner(section.place, context.names)
    for (const sentence of block.sentences) {
      const match = item.exec(sentence.text)
      const name = (match?.[1] ?? match?.[2])?.replace(/\(.*\)$/, '')
      const description = match?.[4]
      if (
        name === undefined ||
        description === undefined ||
        (match?.[2] !== undefined && !isCodeName(name)) ||
        /^(?:default|type|note|example)s?$/i.test(name)
      )
        continue
      const text = description.replace(/^`[^`]+`\s*[-–—:]\s*/, '')
      if (!describes(text)) continue
      claims.push(
        ...optionClaims(
          optionSubject(`\`${name}\``, memberNoun([...section.place, leadIn]), owner),
          { ...sentence, text },
          statedDefault(sentence.text) === null ? null : sentence,
        ),
      )
    }
  }
  return claims
}
