import { tokenise } from '../../retrieve/tokenise.ts'
import { identifiersOf, namesIdentifier } from '../guards/identifiers.ts'
import { namesOf, standsIn } from '../guards/names.ts'
import { isNegated } from '../guards/negation.ts'
import { quantities } from '../guards/quantities.ts'

/** A sentence of an edit with the text it may draw on. */
export interface EditedSentence {
  readonly text: string
  /** What it cites, word for word. */
  readonly cited: string
  /** Titles and headings the citations stand under: they may lend a name, not a statement. */
  readonly place: string
}

/** What a sentence of an edit says that its citations do not: a number, a name out of code, a named thing, a denial; null where nothing is new. */
export function newInEdit({ text, cited, place }: EditedSentence): string | null {
  const around = `${place}\n${cited}`
  const known = quantities(cited)
  const number = [...quantities(text)].find((value) => !known.has(value))
  if (number !== undefined) return `the number ${number}`
  const identifier = [...identifiersOf(text)].find((name) => !namesIdentifier(around, name))
  if (identifier !== undefined) return `the name ${identifier}`
  const tokens = new Set(tokenise(around))
  const name = [...namesOf(text)].find((one) => !standsIn(one, tokens))
  if (name !== undefined) return `the name ${name}`
  return isNegated(text) && !isNegated(cited) ? 'a denial' : null
}
