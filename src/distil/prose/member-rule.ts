import { codeHeading, isOptionsHeading } from './heading.ts'
import { parentKey } from './option-siblings.ts'
import { proseOf } from './outline.ts'
import { ownerOf } from './owner.ts'
import { makeClaim, type Rule } from './rule.ts'
import { isInformative, isWellFormed } from './sentence-tests.ts'

/** What a function, method or property is, where a heading is its name: the section's first telling sentence. */
export const memberRule: Rule = (section, context) => {
  const code = section.heading === null ? null : codeHeading(section.heading)
  if (
    code === null ||
    code.type !== null ||
    !code.certain ||
    /\.(?:[cm]?[jt]sx?|json|md|toml|ya?ml|sh|html|css|env|lock|txt)$/.test(code.name)
  )
    return []
  const outer = section.place.slice(0, -1)
  const sentences = proseOf(section)
  if (
    !/\)$/.test(code.name) &&
    (outer.some(isOptionsHeading) ||
      context.optionParents.has(parentKey(section.place)) ||
      sentences.some((sentence) => /^(?:default|type)\s*:/i.test(sentence.text)))
  )
    return []
  const first = sentences.find((sentence) => sentence.box === null && isInformative(sentence.text) && isWellFormed(sentence.text))
  if (first === undefined || sentences.indexOf(first) > 1) return []
  if (
    /^(?:you|if|when|for|to|in|by|with|note|there|let|since|as|because|while|although|however|but|and|do|don't|never|dependent|see|refer|make|be|please)\b/i.test(
      first.text,
    )
  )
    return []
  if (context.names.product !== null && first.text.startsWith(`${context.names.product} `) && !first.text.includes(code.name)) return []
  const owner = ownerOf(outer, context.names)
  const name = code.name.replace(/\((?!\)$).*\)$/, '()')
  const subject = owner === '' || owner.includes(name) ? `\`${name}\`` : `\`${name}\` in ${owner}`
  return [makeClaim({ type: 'definition', subject, text: first.text, salience: 0.6, spans: [first] })]
}
