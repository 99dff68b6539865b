import type { DocumentNames } from './document-names.ts'
import { isGenericHeading } from './heading.ts'
import { proseOf, type Section } from './outline.ts'
import { isInformative, isWellFormed } from './sentence-tests.ts'

const longest = 180

/** One line saying what a document is: the sentence of its opening that says most, else its title and main headings. */
export function headline(names: DocumentNames, sections: readonly Section[]): string {
  const opening = sections
    .filter((section) => section.place.length === 0 || section.index === 0)
    .flatMap(proseOf)
    .slice(0, 8)
  const telling = opening.filter(
    (sentence) => sentence.box === null && isInformative(sentence.text) && isWellFormed(sentence.text) && sentence.text.length <= 260,
  )
  const title = names.title ?? ''
  const name = names.topic.replace(/^the /, '').toLowerCase()
  const best =
    telling.find(
      (sentence) =>
        name !== '' &&
        sentence.text
          .toLowerCase()
          .replace(/^(?:the|a|an) /, '')
          .startsWith(name),
    ) ??
    telling.find((sentence) => /\b(?:is|are|provides?|allows?|describes?|explains?|can|lets|helps)\b/.test(sentence.text)) ??
    telling[0]
  if (best !== undefined) return shorten(best.text)
  const headings = [...new Set(sections.map((section) => section.place[0] ?? ''))]
    .filter((heading) => !isGenericHeading(heading))
    .slice(0, 4)
  if (headings.length > 0) return shorten(title === '' ? headings.join(', ') : `${title}: ${headings.join(', ')}`)
  return shorten(title !== '' ? title : (sections.flatMap(proseOf)[0]?.text ?? ''))
}

function shorten(text: string): string {
  if (text.length <= longest) return text
  const cut = text.slice(0, longest)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest - 40))}…`
}
