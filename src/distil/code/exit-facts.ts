import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import { guardOf } from './guard-of.ts'
import { lineSpan, makeFact } from './make-fact.ts'
import { symbolWords } from './symbol-words.ts'

const exits: Readonly<Record<CodeSubject['family'], RegExp>> = {
  script: /\bprocess\.(?:exit\(\s*(\d+)\s*\)|exitCode\s*=\s*(\d+))/g,
  python: /\b(?:sys\.exit|os\._exit|parser\.exit)\(\s*(\d+)/g,
  go: /\bos\.Exit\(\s*(\d+)\s*\)/g,
  rust: /\b(?:process::)?exit\(\s*(\d+)\s*\)/g,
  java: /\bSystem\.exit\(\s*(\d+)\s*\)/g,
}

/** Places where the program ends with a literal exit code other than 0, with the condition. */
export function exitFacts(subject: CodeSubject): readonly CodeFact[] {
  const { surface, family, symbol } = subject
  const byCode = new Map<string, { start: number; end: number }[]>()
  for (const match of surface.code.matchAll(exits[family])) {
    const code = match[1] ?? match[2]
    if (code === undefined || code === '0') continue
    const line = lineSpan(surface.text, { start: match.index, end: match.index + match[0].length })
    const guard = guardOf(subject, line)
    if (guard === null) continue
    byCode.set(code, [...(byCode.get(code) ?? []), ...guard, line])
  }
  const facts: CodeFact[] = []
  for (const [code, spans] of byCode) {
    const fact = makeFact(subject, {
      detail: { kind: 'exit', symbol, code },
      spans: spans.slice(0, 6),
      type: 'code',
      subject: `exit code ${code}`,
      text: `${symbol === null ? 'The program' : symbolWords(symbol)} exits with code ${code}.`,
      value: code,
      salience: 0.7,
    })
    if (fact !== null) facts.push(fact)
  }
  return facts
}
