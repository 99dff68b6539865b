import { enclosingBlocks, statementEnd } from './code-blocks.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'
import { guardOf } from './guard-of.ts'
import { makeFact } from './make-fact.ts'
import { isCallable, symbolWords } from './symbol-words.ts'

const empty: Readonly<Record<CodeSubject['family'], RegExp>> = {
  script: /\breturn\s+(null|undefined|-1|false|true)\s*(?=[;\n}])/g,
  java: /\breturn\s+(null|-1|false|true)\s*(?=;)/g,
  python: /\breturn\s+(None|-1|False|True)\s*(?=\n|$)/g,
  go: /\breturn\s+(nil|-1|false|true)\s*(?=\n|\})/g,
  rust: /\breturn\s+(None|false|true)\s*(?=;)/g,
}

/** When a function gives nothing, or a plain yes or no: each such value with every guard that leads to it. */
export function returnFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol, surface, family } = subject
  if (symbol === null || !symbol.exported || !isCallable(symbol)) return []
  const byValue = new Map<string, Span[]>()
  const incomplete = new Set<string>()
  for (const match of surface.code.matchAll(empty[family])) {
    const value = match[1] ?? ''
    const span = { start: match.index, end: match.index + match[0].trimEnd().length }
    if (isInner(subject, span.start)) continue
    const guard = guardOf(subject, span)
    const isBare = guard?.some((part) => /^(?:catch|except)\b/.test(surface.code.slice(part.start, part.end))) === true
    if (guard === null || isBare || hasElse(surface.code, guard)) incomplete.add(value)
    else byValue.set(value, [...(byValue.get(value) ?? []), ...guard, span])
  }
  const total = [...surface.code.matchAll(/\breturn\b/g)].length
  const facts: CodeFact[] = []
  for (const [value, spans] of byValue) {
    const plain = /^(?:true|false|True|False)$/.test(value)
    if (incomplete.has(value) || spans.length > 6 || total < 2 || (plain && (spans.length < 2 || !isPredicate(subject, total)))) continue
    const length = spans.reduce((sum, span) => sum + span.end - span.start, 0)
    if (length > 600) continue
    const fact = makeFact(subject, {
      detail: { kind: 'returns-when', symbol, value },
      spans,
      type: 'other',
      subject: symbolWords(symbol),
      text: `${symbolWords(symbol)} returns \`${value}\`: ${spans.map((span) => surface.text.slice(span.start, span.end)).join(' … ')}`,
      value,
      salience: symbol.exported ? 0.5 : 0.3,
    })
    if (fact !== null) facts.push(fact)
  }
  return facts.slice(0, 1)
}

/** Whether every return of the function is a plain yes or no, or all but one. */
function isPredicate(subject: CodeSubject, total: number): boolean {
  const plain = [...subject.surface.code.matchAll(/\breturn\s+(?:true|false|True|False)\b\s*(?=[;\n}]|$)/g)].length
  return plain >= total - 1
}

/** Inside a closure the return is not the function's own. */
function isInner(subject: CodeSubject, at: number): boolean {
  const functions = enclosingBlocks(subject.surface, at, subject.family).filter(
    (block) => block.kind === 'function' || block.kind === 'other',
  )
  return functions.length > 1
}

function hasElse(code: string, spans: readonly Span[]): boolean {
  return spans.some((span) => {
    const end = statementEnd(code, span.start)
    return (
      /^\s*\}?\s*else\b/.test(code.slice(Math.min(end, span.end + 3), span.end + 20)) && /\belse\b/.test(code.slice(span.start, span.end))
    )
  })
}
