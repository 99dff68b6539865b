import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import { lineSpan, makeFact } from './make-fact.ts'
import { symbolWords } from './symbol-words.ts'

/** The message an error class or error value always carries. */
export function errorClassFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol, surface, family } = subject
  if (symbol === null) return []
  const pattern =
    family === 'go'
      ? /^(?:var\s+)?(Err\w+)\s*(?:error\s*)?=\s*(?:errors\.New|fmt\.Errorf|&\w+\{)[^\n]*"[^"\n]+"[^\n]*/m
      : family === 'python'
        ? /\bsuper\(\)\.__init__\(\s*f?["'][^\n]*/
        : /\bsuper\(\s*["'`][^\n]*/
  if (family === 'rust' || (family !== 'go' && !/(?:Error|Exception)/.test(symbol.path))) return []
  if (family === 'go' && symbol.kind !== 'constant' && symbol.kind !== 'other') return []
  const match = pattern.exec(surface.text)
  if (match === null || !/["'`][^"'`]*\s[^"'`]*\s/.test(match[0])) return []
  const fact = makeFact(subject, {
    detail: { kind: 'error-message', symbol },
    spans: [lineSpan(surface.text, { start: match.index, end: match.index + match[0].length })],
    type: 'code',
    subject: symbolWords(symbol),
    text: `The message of ${symbolWords(symbol)}: ${match[0]}`,
    salience: symbol.exported ? 0.65 : 0.4,
  })
  return fact === null ? [] : [fact]
}
