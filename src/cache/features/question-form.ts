import { type QuestionKind, questionKind } from '../../preanswer/reading/question-kind.ts'
import { isStopWord } from '../../retrieve/question-terms.ts'
import { stem } from '../../retrieve/stem.ts'

/** One content word: as it stands, lower-cased, and its stem. */
export interface FormWord {
  readonly word: string
  readonly stem: string
}

/** A question as the features see it. */
export interface QuestionForm {
  readonly text: string
  /** Distinct by stem, in order. */
  readonly content: readonly FormWord[]
  /** Stems of the content words, in order, repeated ones too. */
  readonly stems: readonly string[]
  /** Words that only ask or join. */
  readonly functionWords: ReadonlySet<string>
  /** Stems of all words, in order. */
  readonly words: readonly string[]
  readonly kind: QuestionKind
}

const wordPattern = /[\p{L}\p{N}]+(?:[.'][\p{L}\p{N}]+)*/gu
const keptForms = 4_000

/** Takes questions apart, each once while it is kept. */
export function createFormReader(): (text: string) => QuestionForm {
  const known = new Map<string, QuestionForm>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= keptForms) known.clear()
    const form = questionForm(text)
    known.set(text, form)
    return form
  }
}

function questionForm(text: string): QuestionForm {
  const words = text.toLowerCase().replaceAll('’', "'").match(wordPattern) ?? []
  const content = new Map<string, FormWord>()
  const stems: string[] = []
  const functionWords = new Set<string>()
  for (const word of words) {
    const stemmed = stem(word)
    if (isStopWord(stemmed)) functionWords.add(word)
    else {
      stems.push(stemmed)
      if (!content.has(stemmed)) content.set(stemmed, { word, stem: stemmed })
    }
  }
  return { text, content: [...content.values()], stems, functionWords, words: words.map(stem), kind: questionKind(text) }
}
