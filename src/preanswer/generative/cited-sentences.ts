/** A sentence of an answer and the quotes it cites. */
export interface CitedSentence {
  readonly text: string
  /** 1-based positions in the answer's quotes; empty where it cites nothing. */
  readonly citations: readonly number[]
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
/** Fragments the segmenter cuts off although the sentence goes on. */
const unfinished = /(?:^|\s)(?:e\.g|i\.e|etc|vs|cf|approx|no|mr|mrs|dr|st)\.\s*$/i

/**
 * The sentences of an answer whose marks `[n]` are positions in its quotes. A mark belongs to the sentence it stands in or
 * right behind. A line that only introduces a list ("The options are:") and states nothing itself is no sentence.
 */
export function citedSentences(answer: string): readonly CitedSentence[] {
  const text = plainText(answer)
    // A mark behind the full stop is drawn before it, where its sentence ends.
    .replace(/([.!?:;]+["')\]]?)\s*((?:\[\d+\]\s*)+)/g, (_, stop: string, marks: string) => ` ${marks.replace(/\s+/g, '')}${stop} `)
  const sentences: CitedSentence[] = []
  for (const line of text.split('\n')) {
    let carried = ''
    for (const { segment } of segmenter.segment(line)) {
      carried += segment
      if (unfinished.test(carried)) continue
      push(sentences, carried)
      carried = ''
    }
    push(sentences, carried)
  }
  return sentences
}

function push(sentences: CitedSentence[], raw: string): void {
  const citations = [...new Set([...raw.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1])))]
  const text = raw
    .replace(/\[\d+\]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .trim()
  if (!/[\p{L}\p{N}]/u.test(text)) {
    attach(sentences, citations)
    return
  }
  const introduces = citations.length === 0 && text.endsWith(':') && !/[\d`]/.test(text)
  if (!introduces) sentences.push({ text: text.replace(/^(?:[-*+]|\d+[.)])\s+/, ''), citations })
}

/** Marks that stand alone belong to the sentence before them. */
function attach(sentences: CitedSentence[], citations: readonly number[]): void {
  const last = sentences.at(-1)
  if (last !== undefined && citations.length > 0)
    sentences[sentences.length - 1] = { ...last, citations: [...new Set([...last.citations, ...citations])] }
}

/** The sentences inside an answer given as a JSON object; any other text as it is. */
function plainText(answer: string): string {
  if (!answer.trimStart().startsWith('{')) return answer
  try {
    return stringsIn(JSON.parse(answer)).join('\n')
  } catch {
    // No JSON after all: plain text that begins with a brace.
    return answer
  }
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}
