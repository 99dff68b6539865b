import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import { docComment } from './doc-comment.ts'
import { makeFact } from './make-fact.ts'
import { symbolWords } from './symbol-words.ts'

/** What the authors say is still to be done: TODO and FIXME remarks with enough words to mean something. */
export function owedFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol, surface } = subject
  if (symbol === null) return []
  const facts: CodeFact[] = []
  for (const comment of surface.comments) {
    const raw = surface.text.slice(comment.start, comment.end)
    if (!/\b(?:TODO|FIXME|XXX)\b/.test(raw)) continue
    const sentences = docComment(surface.text, { ...comment, documents: false }).body
    const from = sentences.findIndex((sentence) => /\b(?:TODO|FIXME|XXX)\b/.test(sentence.text))
    const first = sentences[from]
    const last = sentences.slice(from, from + 3).at(-1)
    if (first === undefined || last === undefined) continue
    const text = surface.text.slice(first.start, last.end)
    if ((text.match(/[A-Za-z]{2,}/g)?.length ?? 0) < 6) continue
    const fact = makeFact(subject, {
      detail: { kind: 'owed', symbol },
      spans: [{ start: first.start, end: last.end }],
      type: 'limit',
      subject: symbolWords(symbol),
      text: `${symbolWords(symbol)}: ${sentences
        .slice(from, from + 3)
        .map((sentence) => sentence.text)
        .join(' ')}`,
      salience: symbol.exported ? 0.42 : 0.3,
    })
    if (fact !== null) facts.push(fact)
  }
  return facts.slice(0, 2)
}
