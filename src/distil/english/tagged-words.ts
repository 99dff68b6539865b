import nlp from 'compromise'

/** One word of a sentence with its part-of-speech tags; `after` is the punctuation and space that follow it. */
export interface TaggedWord {
  readonly text: string
  readonly lower: string
  readonly before: string
  readonly after: string
  readonly tags: ReadonlySet<string>
}

interface Term {
  readonly text: string
  readonly pre?: string
  readonly post?: string
  readonly tags?: readonly string[]
}

/**
 * Words of a sentence, tagged by compromise. Code spans count as one proper noun each and keep their back-ticks, so that
 * `c.req.param()` never falls apart. Concatenating `before + text + after` gives the sentence with its spaces folded.
 */
export function tagWords(sentence: string): readonly TaggedWord[] {
  const spans: string[] = []
  const guarded = sentence.replace(/\s+/g, ' ').replace(/`[^`]+`/g, (span) => {
    spans.push(span)
    return `Qcode${letters(spans.length - 1)}q`
  })
  const lexicon: Record<string, string> = {}
  for (let index = 0; index < spans.length; index++) lexicon[`qcode${letters(index)}q`] = 'ProperNoun'
  const sentences = nlp(guarded, lexicon).json({ text: false }) as readonly { readonly terms?: readonly Term[] }[]
  const restore = (text: string): string => text.replace(/Qcode([a-z]+)q/g, (_, name: string) => spans[fromLetters(name)] ?? '')
  const words: TaggedWord[] = []
  for (const term of sentences.flatMap((part) => part.terms ?? [])) {
    const text = restore(term.text)
    const after = restore(term.post ?? '')
    const last = words.at(-1)
    // The second half of a contraction has no text, only the space behind it.
    if (text === '' && last !== undefined) words[words.length - 1] = { ...last, after: last.after + after }
    else if (text !== '')
      words.push({ text, lower: text.toLowerCase(), before: restore(term.pre ?? ''), after, tags: new Set(term.tags ?? []) })
  }
  return words
}

/** The text of words `from` (inclusive) to `to` (exclusive), outer punctuation removed. */
export function joinWords(words: readonly TaggedWord[], from = 0, to = words.length): string {
  return words
    .slice(from, to)
    .map((word) => word.before + word.text + word.after)
    .join('')
    .trim()
    .replace(/[\s,;:.!?–—-]+$/, '')
    .replace(/^[\s,;:–—-]+/, '')
}

function letters(index: number): string {
  return String(index)
    .split('')
    .map((digit) => String.fromCharCode(97 + Number(digit)))
    .join('')
}

function fromLetters(name: string): number {
  return Number(
    name
      .split('')
      .map((letter) => letter.charCodeAt(0) - 97)
      .join(''),
  )
}
