import type { DocumentNames } from './document-names.ts'
import { codeHeading, isGenericHeading, isOptionsHeading } from './heading.ts'

/** What options, members and commands under a heading path belong to, as said inside a sentence ("the CORS middleware"). */
export function ownerOf(place: readonly string[], names: DocumentNames): string {
  for (const heading of [...place].reverse()) {
    if (isGenericHeading(heading)) continue
    const code = codeHeading(heading)
    if (code?.certain === true && code.type === null) return `\`${code.name}\``
    if (isOptionsHeading(heading)) {
      const owner = heading.replace(
        /\s+(?:middleware )?(?:configuration |config )?(?:options?|parameters?|params|arguments?|props|properties|settings?|flags|fields)$/i,
        '',
      )
      if (owner !== heading && !isGenericHeading(owner) && /^`[^`]+`$/.test(owner)) return owner
    }
  }
  return names.kind === 'common' ? (names.product ?? '') : names.topic
}

/** The same for options: those of a page about a part of a product belong to that part ("routes in Fastify"). */
export function optionOwner(place: readonly string[], names: DocumentNames): string {
  const owner = ownerOf(place, names)
  const isPart = names.kind === 'common' && owner === names.product && /^[a-z][a-z-]+(?: [a-z-]+)?s$/.test(names.topic)
  return isPart ? `${names.topic} in ${owner}` : owner
}

/** An option as a claim's subject: "`retries` option of the queue", or "`retries` option" where nothing names its owner. */
export function optionSubject(label: string, noun: string, owner: string): string {
  return owner === '' ? `${label} ${noun}` : `${label} ${noun} of ${owner}`
}

/** What kind of name stands under such a heading. */
export function memberNoun(place: readonly string[]): string {
  for (const heading of [...place].reverse()) {
    if (/\bparam(?:eter)?s?\b/i.test(heading)) return 'parameter'
    if (/\barg(?:ument)?s?\b/i.test(heading)) return 'argument'
    if (/\bprops?\b/i.test(heading)) return 'prop'
    if (/\bproperty|\bproperties\b/i.test(heading)) return 'property'
    if (/\bfields?\b/i.test(heading)) return 'field'
    if (/\bflags?\b/i.test(heading)) return 'flag'
    if (/\bsettings?\b/i.test(heading)) return 'setting'
    if (/\battributes?\b/i.test(heading)) return 'attribute'
    if (/\boptions?\b/i.test(heading)) return 'option'
  }
  return 'option'
}
