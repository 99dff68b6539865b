import { matchingBracket, splitTopLevel } from './bracket-text.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'
import { lineSpan, makeFact } from './make-fact.ts'
import { isCallable, lastName, symbolWords } from './symbol-words.ts'

/** Values a function falls back to: defaults of its parameters, and `options.x ?? 30` in its body. */
export function defaultFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol } = subject
  if (symbol === null) return []
  const callable = isCallable(symbol) && !subject.continues
  const facts = [...(callable ? parameterDefaults(subject) : []), ...fallbacks(subject)]
  return facts.map((found) => toFact(subject, found)).filter((fact) => fact !== null)
}

interface FoundDefault {
  readonly name: string
  readonly value: string
  readonly spans: readonly Span[]
  readonly of: 'parameter' | 'fallback'
}

function toFact(subject: CodeSubject, found: FoundDefault): CodeFact | null {
  const { symbol } = subject
  if (symbol === null) return null
  return makeFact(subject, {
    detail: { kind: 'default', symbol, name: found.name, of: found.of },
    spans: found.spans,
    type: 'default',
    subject: `\`${found.name}\` in ${symbolWords(symbol)}`,
    text: `The default of \`${found.name}\` in ${symbolWords(symbol)} is \`${found.value}\`.`,
    value: found.value,
    salience: symbol.exported ? 0.6 : 0.4,
  })
}

function parameterDefaults(subject: CodeSubject): readonly FoundDefault[] {
  const { symbol, surface, family } = subject
  if (symbol === null || (family !== 'script' && family !== 'python')) return []
  const list = parameterList(subject)
  if (list === null) return []
  const found: FoundDefault[] = []
  for (const part of splitTopLevel(surface.code, list)) {
    const raw = surface.text.slice(part.start, part.end)
    const destructured = family === 'script' && /^\s*\{/.test(raw)
    const pieces = destructured ? splitTopLevel(surface.code, innerOf(surface.code, part)) : [part]
    for (const piece of pieces) {
      const text = surface.text.slice(piece.start, piece.end)
      const match = /^\s*([A-Za-z_$][\w$]*)\s*(?::(?:[^=]|=>)*?)?=(?![>=])\s*([\s\S]+?)\s*$/.exec(text)
      const value = match?.[2]
      const name = match?.[1]
      if (name === undefined || value === undefined || !worthTelling(value) || name.startsWith('_')) continue
      found.push({ name, value, spans: [widened(surface.text, piece)], of: 'parameter' })
    }
  }
  return found.slice(0, 4)
}

/** `a?.name ?? literal`, `a.name || literal`, `.get('name', literal)`; Go's `if x == 0 { x = literal }`. */
function fallbacks(subject: CodeSubject): readonly FoundDefault[] {
  const { surface, family } = subject
  const found: FoundDefault[] = []
  if (family === 'script') {
    for (const match of surface.code.matchAll(/\b([\w$]+)(?:\?\.|\.)([\w$]+)(?:\s+as\s+[^)]*\))?\)?\s*(?:\?\?|\|\|)\s*/g)) {
      const start = match.index + match[0].length
      const value = /^(?:"[^"\n]*"|'[^'\n]*'|`[^`\n$]*`|-?\d[\w.]*|true|false|[A-Z][A-Z0-9_]{2,}|default[A-Z]\w*)(?=\s*[;,)\]}\n]|$)/.exec(
        surface.text.slice(start, start + 120),
      )?.[0]
      const name = match[2]
      if (name === undefined || value === undefined || !worthTelling(value)) continue
      if (
        !/^(?:this|options?|opts|params?|config|settings|props|args|init|input|inputs|request|context|ctx|_?params|_?options)$/.test(
          match[1] ?? '',
        )
      )
        continue
      found.push({ name, value, spans: [lineSpan(surface.text, { start: match.index, end: start + value.length })], of: 'fallback' })
    }
  } else if (family === 'go') {
    for (const match of surface.text.matchAll(/\bif\s+([\w.]+)\s*(?:==|<=)\s*(?:0|nil|"")\s*\{\s*\n\s*\1\s*=\s*([^\n]+)\n\s*\}/g)) {
      const name = (match[1] ?? '').split('.').at(-1) ?? ''
      const value = (match[2] ?? '').trim()
      if (name !== '' && worthTelling(value))
        found.push({ name, value, spans: [{ start: match.index, end: match.index + match[0].length }], of: 'fallback' })
    }
  } else if (family === 'rust') {
    for (const match of surface.text.matchAll(/\b(?:self\.)?([a-z_]\w*)(?:\(\))?\s*\.unwrap_or\(([^()\n]+)\)/g)) {
      if (worthTelling(match[2] ?? ''))
        found.push({
          name: match[1] ?? '',
          value: match[2] ?? '',
          spans: [lineSpan(surface.text, { start: match.index, end: match.index + match[0].length })],
          of: 'fallback',
        })
    }
  } else if (family === 'python') {
    for (const match of surface.text.matchAll(
      /\b(?:kwargs|options?|opts|config|settings|params)\.(?:get|pop|setdefault)\(\s*["']([\w-]+)["']\s*,\s*([^()\n]+?)\s*\)/g,
    )) {
      if (worthTelling(match[2] ?? ''))
        found.push({
          name: match[1] ?? '',
          value: match[2] ?? '',
          spans: [lineSpan(surface.text, { start: match.index, end: match.index + match[0].length })],
          of: 'fallback',
        })
    }
  }
  const unique = new Map(found.map((each) => [each.name, each]))
  return [...unique.values()].slice(0, 5)
}

/** The whole line where it is short, so that the quotation names what it belongs to. */
function widened(text: string, piece: Span): Span {
  const line = lineSpan(text, piece)
  return line.end - line.start <= 170 ? line : piece
}

/** A value short enough to be one, and more than emptiness. */
function worthTelling(value: string): boolean {
  const bare = value.trim()
  if (bare.length > 60 || /\n/.test(bare)) return false
  if (/^(?:this|self|cls)\b/.test(bare) || /^(?:make|new|map|list|dict|set|append)\b/.test(bare)) return false
  if (/^[a-z_$][\w$]*$/.test(bare) && !/^(?:true|false)$/.test(bare)) return false
  return !/^(?:null|undefined|None|nil|\{\}|\[\]|\(\)|""|''|``|object\(\)|_?sentinel|_?UNSET|_?MISSING|_?missing|_NOT_SET)$/i.test(bare)
}

function parameterList(subject: CodeSubject): Span | null {
  const { symbol, surface } = subject
  if (symbol === null) return null
  const name = lastName(symbol).replace(/[$]/g, '\\$&')
  const named = new RegExp(`(?<![\\w$])${name}(?![\\w$])`).exec(surface.code.slice(subject.definitionAt))
  if (named === null) return null
  const open = surface.code.indexOf('(', subject.definitionAt + named.index + named[0].length)
  if (open === -1 || open - (subject.definitionAt + named.index) > 400) return null
  const close = matchingBracket(surface.code, open)
  return close === null ? null : { start: open + 1, end: close }
}

function innerOf(code: string, part: Span): Span {
  const open = code.indexOf('{', part.start)
  const close = matchingBracket(code, open)
  return { start: open + 1, end: close ?? part.end }
}
