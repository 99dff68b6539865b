import type { PassageSymbol } from '../../spec/parser.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'
import { makeFact } from './make-fact.ts'

const literal = /(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|-?\d[\w.]*|true|false|null|undefined)/

/** The literals a declared type allows: `mode?: "ref" | "throw"`. `name` is null for the type itself. Null where it is no union of literals. */
export function allowedValues(subject: CodeSubject, symbol: PassageSymbol, name: string | null, span: Span): CodeFact | null {
  if (subject.family !== 'script') return null
  const text = subject.passage.text.slice(span.start, span.end)
  const body = name === null ? text.slice(text.indexOf('=') + 1) : text.slice(text.indexOf(':') + 1)
  const parts = body
    .replace(/;\s*$/, '')
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const open = parts.filter((part) => /^\(\{\}\s*&\s*string\)$|^\(string\s*&\s*\{\}\)$/.test(part)).length
  const literals = parts.filter((part) => new RegExp(`^${literal.source}$`).test(part))
  if (literals.length + open !== parts.length || literals.filter((part) => part !== 'undefined' && part !== 'null').length < 2) return null
  if (name === null && (literals.length < 3 || !/\n/.test(text))) return null
  const subjectWords = name === null ? `\`${symbol.path}\`` : `\`${symbol.path}.${name}\``
  return makeFact(subject, {
    detail: { kind: 'allowed', symbol, name },
    spans: [span],
    type: 'option',
    subject: subjectWords,
    text: `${subjectWords} is one of ${literals.join(', ')}${open > 0 ? ' or another string' : ''}.`,
    value: literals.join(' | '),
    salience: symbol.exported ? 0.55 : 0.2,
  })
}
