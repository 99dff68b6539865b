import { identifiersOf, namesIdentifier } from '../guards/identifiers.ts'

/**
 * The name out of code that a question asks beyond the prepared one and that neither the text gives as code nor the
 * heading begins with; null where there is none. A word of the same letters names nothing: `header` is not told of by "the
 * header's values", nor `raw` by `cloneRawRequest()`.
 */
export function unnamedAsked(asked: string, preparedFor: string, text: string, heading: string): string | null {
  const given = identifiersOf(text)
  const begins = /[\p{L}_$][\w$.-]*/u.exec(heading.replace(/<[^>]*>|`/g, ' '))?.[0].toLowerCase()
  const missing = [...identifiersOf(asked)].find(
    (name) => !namesIdentifier(preparedFor, name) && name !== begins && ![...given].some((one) => one === name || one.endsWith(`.${name}`)),
  )
  return missing ?? null
}
