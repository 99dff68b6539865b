import { tokenise } from '../../retrieve/tokenise.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import type { MatchedPart } from './adaptation.ts'

/**
 * Two prepared answers as one, each under the question it answers; the marks of a second written answer go on counting
 * where the first ends.
 */
export function joinAnswers(parts: readonly { readonly question: string; readonly answer: AnswerBody }[]): AnswerBody {
  const isProse = parts.some(({ answer }) => answer.shape === 'prose')
  let counted = 0
  const texts = parts.map(({ question, answer }) => {
    const text = isProse ? marked(answer, counted) : answer.text
    counted += answer.quotes.length
    return `${question}\n${text.trim()}`
  })
  return {
    shape: isProse ? 'prose' : 'several',
    text: texts.join('\n\n'),
    quotes: parts.flatMap(({ answer }) => answer.quotes),
    notes: parts.flatMap(({ question, answer }) => answer.notes.map((note) => `${question} ${note}`)),
  }
}

/** Whether two parts rest on quotations of their own: one answer to both questions is no joint answer. */
export function restApart([one, other]: readonly [MatchedPart, MatchedPart]): boolean {
  if (one.answer.id === other.answer.id) return false
  return !one.answer.body.quotes.some((quote) =>
    other.answer.body.quotes.some((there) => there.passage === quote.passage && there.start < quote.end && quote.start < there.end),
  )
}

function marked({ shape, text, quotes }: AnswerBody, counted: number): string {
  if (shape !== 'prose') return `${text.trim()} ${quotes.map((_, index) => `[${counted + index + 1}]`).join('')}`
  return text.replace(/\[(\d+)\]/g, (_, number: string) => `[${Number(number) + counted}]`)
}

const capitalised = /(?<=\S\s+)[\p{Lu}][\p{L}\p{N}.-]*|`[^`]+`/gu

/**
 * The name one part's answer was prepared for although the question names another there ("install Deno and add MIME
 * types" met by *MIME types with Bun*); null where there is none. What a part leaves unsaid the other part may say.
 */
export function strangeName(question: string, [one, other]: readonly [MatchedPart, MatchedPart]): string | null {
  const asked = new Set(tokenise(question))
  for (const [part, beside] of [
    [one, other],
    [other, one],
  ] as const) {
    const [added] = namesIn(part.answer.preparedFor).filter((name) => !stands(name, asked))
    const said = new Set(tokenise(part.answer.preparedFor))
    if (added !== undefined && namesIn(beside.answer.preparedFor).some((name) => !stands(name, said))) return added
  }
  return null
}

/** Also of a question that is hardly more than a name, unlike the names a guard compares. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(capitalised)].map(([name]) => name.replace(/[`?.,]+/g, (mark) => (mark === '.' ? mark : '')))
}

function stands(name: string, tokens: ReadonlySet<string>): boolean {
  return tokenise(name).every((token) => tokens.has(token))
}
