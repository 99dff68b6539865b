import { allowedValues } from './allowed-values.ts'
import { statementEnd } from './code-blocks.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import { makeFact } from './make-fact.ts'
import { isCallable, lastName, symbolWords } from './symbol-words.ts'

/** Values of constants and the values a type or enum allows. */
export function constantFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol, surface, definitionAt } = subject
  if (symbol === null) return []
  if (symbol.kind === 'type') {
    const fact = allowedValues(subject, symbol, null, { start: definitionAt, end: statementEnd(surface.code, definitionAt) })
    return fact === null ? [] : [fact]
  }
  if (symbol.kind === 'enum') return variants(subject)
  if (symbol.kind !== 'constant' || isCallable(symbol)) return []
  const equals = assignmentAt(surface.code, definitionAt)
  if (equals === null) return []
  const end = statementEnd(surface.code, definitionAt)
  const value = surface.text
    .slice(equals, end)
    .replace(/;$/, '')
    .replace(/^\s*(?:\/\*[\s\S]*?\*\/\s*)?/, '')
    .replace(/\s+as const$/, '')
    .trim()
  const holds = holdsOf(value, lastName(symbol))
  if (holds === null || value.length > 600) return []
  if (holds === 'value' && !isLimit(symbol.path)) return []
  if (holds === 'pattern' && !/\n/.test(value)) return []
  const fact = makeFact(subject, {
    detail: { kind: 'constant', symbol, holds },
    spans: [{ start: definitionAt, end }],
    type: holds === 'value' ? 'limit' : 'other',
    subject: symbolWords(symbol),
    text: `${symbolWords(symbol)} is ${value}`,
    value,
    salience: (symbol.exported ? 0.45 : 0.3) + (/^[A-Z][A-Z0-9_]+$/.test(lastName(symbol)) ? 0.1 : 0),
  })
  return fact === null ? [] : [fact]
}

/** A bound or a time, as its name says: what a reader asks the value of. */
function isLimit(path: string): boolean {
  return /(?:max|min|limit|timeout|size|retries|capacity|threshold|interval|default|delay|ttl|port|version|count|length|depth|width)/i.test(
    path,
  )
}

function assignmentAt(code: string, from: number): number | null {
  const match = /(?<![=!<>:+\-*/%&|^])=(?![=>])/.exec(code.slice(from))
  return match === null ? null : from + match.index + 1
}

function holdsOf(value: string, name: string): 'pattern' | 'values' | 'value' | null {
  if (
    /^(?:\/(?:\\.|[^/\n])+\/[a-z]*|new RegExp\(.*\)|re\.compile\([\s\S]*\)|regexp\.MustCompile\([\s\S]*\)|Pattern\.compile\([\s\S]*\))$/.test(
      value,
    )
  )
    return value.length > 12 ? 'pattern' : null
  if (/^(?:new Set\(\s*)?\[[\s\S]*\]\)?$/.test(value) || /^(?:\(|frozenset\(|\{)\s*(?:["'\d])[^:]*$/.test(value))
    return (value.match(/,/g)?.length ?? 0) >= 2 && /["'\d]/.test(value) && !/=>|function|\(\s*\)/.test(value) ? 'values' : null
  const isLiteral = /^(?:-?[\d][\w.]*(?:\s*[*+/<-]{1,2}\s*[\d][\w.]*)*|"[^"\n]{2,}"|'[^'\n]{2,}'|`[^`$\n]{2,}`)$/.test(value)
  return isLiteral && name.length > 3 ? 'value' : null
}

function variants(subject: CodeSubject): readonly CodeFact[] {
  const { symbol, surface, definitionAt } = subject
  if (symbol === null) return []
  const end = surface.code.trimEnd().length
  const body = surface.code.slice(surface.code.indexOf('{', definitionAt) + 1, end)
  if (end - definitionAt > 900 || (body.match(/\b[A-Za-z_]\w*\b/g)?.length ?? 0) < 3) return []
  const fact = makeFact(subject, {
    detail: { kind: 'allowed', symbol, name: null },
    spans: [{ start: definitionAt, end }],
    type: 'option',
    subject: symbolWords(symbol),
    text: `${symbolWords(symbol)}: ${surface.text.slice(definitionAt, end)}`,
    salience: symbol.exported ? 0.5 : 0.2,
  })
  return fact === null ? [] : [fact]
}
