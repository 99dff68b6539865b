import { isGenericHeading, plainHeading } from '../../../distil/prose/heading.ts'
import { questionTerms } from '../../../retrieve/question-terms.ts'
import type { KeyRequest } from '../../../spec/skills.ts'
import { bare, plainQuestion } from './phrases.ts'

/**
 * The question in words that the corpus itself uses for it: an abbreviation spelt out or a spelt-out name shortened, and
 * the title and heading its answer stands under, where they speak of what is asked and say more than it does.
 */
export function corpusWordings({ question, cited, abbreviations }: KeyRequest): readonly string[] {
  const found: string[] = []
  for (const { short, long } of abbreviations) {
    const asShort = new RegExp(`(?<![\\w\`.-])${escaped(short)}(?![\\w\`.-])`)
    const asLong = new RegExp(`(?<![\\w\`])${escaped(long)}(?![\\w\`])`, 'i')
    if (asLong.test(question)) found.push(question.replace(asLong, short))
    else if (asShort.test(question)) found.push(question.replace(asShort, long))
  }
  const heading = headingWording(plainQuestion(question), cited)
  return heading === null ? found : [...found, heading]
}

function headingWording(question: string, cited: KeyRequest['cited']): string | null {
  const places = new Set(cited.map(({ place }) => place.join('\n')))
  const [first] = cited
  if (first === undefined || places.size > 1) return null
  const title = first.title ?? first.place[0] ?? ''
  const heading = plainHeading(first.place.at(-1) ?? '')
  if (heading === '' || heading === title || isGenericHeading(heading)) return null
  const words = bare(heading.toLowerCase().includes(title.toLowerCase()) ? heading : `${title} ${heading}`)
  const said = new Set(questionTerms(question))
  const own = questionTerms(heading)
  // A heading that says little of the question is about more than it; one whose words it all has says no more than it.
  const common = own.filter((term) => said.has(term)).length
  const isAbout = common >= Math.max(1, said.size / 3) && common >= own.length / 2 && common < own.length
  return isAbout && own.length >= 2 && words.split(' ').length <= 12 ? words : null
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
