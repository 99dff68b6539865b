/** A question without its closing mark and tags ("[closed]"), its spaces folded. */
export function plainQuestion(question: string): string {
  return question
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(?:\s*\[[^\]]*\])+$/, '')
    .replace(/[\s?!.]+$/, '')
}

/** "the `origin` option of the CORS middleware" as somebody types it into a search box: no articles, no back-ticks. */
export function bare(phrase: string): string {
  return phrase
    .replace(/`/g, '')
    .replace(/(?<![\w.])(?:the|an?) (?=\S)/gi, '')
    .trim()
}

/** A phrase whose end names where it holds ("with Node.js", "in the css helper"), in two parts; context '' where none is named. */
export interface SplitPhrase {
  readonly core: string
  /** "with", "in", "when using" …; '' where there is no context. */
  readonly joint: string
  readonly context: string
}

const contextEnd =
  /^(.{3,}) (with|in|on|when using|of|for) ((?:the )?(?:[\p{Lu}`@(][^\s,]*|css)(?: (?:[\p{Lu}\d`@(][^\s,]*|middleware|helper|adapter|router|plugin))*)$/u

export function splitContext(phrase: string): SplitPhrase {
  const match = contextEnd.exec(phrase)
  const [, core = phrase, joint = '', context = ''] = match ?? []
  // A context of many words is a clause of its own.
  return context.split(' ').length > 5 ? { core: phrase, joint: '', context: '' } : { core, joint, context }
}

export function sentence(text: string, mark: '?' | '' = '?'): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${mark}`
}
