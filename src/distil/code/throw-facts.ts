import { enclosingBlocks, statementEnd } from './code-blocks.ts'
import type { CodeFact, ThrowVerb } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'
import { guardOf } from './guard-of.ts'
import { makeFact } from './make-fact.ts'
import { symbolWords } from './symbol-words.ts'

interface Thrown {
  readonly span: Span
  readonly error: string | null
  readonly message: string | null
  readonly verb: ThrowVerb
}

/** Errors a function throws, raises, panics with or returns, each with the condition that leads there. */
export function throwFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol } = subject
  if (symbol === null) return []
  const facts: CodeFact[] = []
  for (const thrown of thrownIn(subject)) {
    const guard = guardOf(subject, thrown.span)
    if (guard === null || guard.some((part) => /^(?:catch|except)\b/.test(subject.surface.code.slice(part.start, part.end)))) continue
    const message = thrown.message
    if (symbol.kind === 'class' && thrown.verb === 'throw' && isOwnMessage(subject, thrown)) continue
    if (message !== null && tellsMuch(message)) {
      const fact = makeFact(subject, {
        detail: { kind: 'throws-message', symbol, message, verb: thrown.verb },
        spans: [...guard, thrown.span],
        type: 'code',
        subject: symbolWords(symbol),
        text: `${symbolWords(symbol)} ${inThirdPerson(thrown.verb)}${thrown.error === null ? '' : ` \`${thrown.error}\``}: “${message}”`,
        ...(thrown.error === null ? {} : { value: thrown.error }),
        salience: symbol.exported ? 0.7 : 0.6,
      })
      if (fact !== null) facts.push(fact)
    } else if (thrown.error !== null && message === null) {
      const fact = makeFact(subject, {
        detail: { kind: 'throws-kind', symbol, error: thrown.error, verb: thrown.verb },
        spans: [...guard, thrown.span],
        type: 'code',
        subject: symbolWords(symbol),
        text: `${symbolWords(symbol)} ${inThirdPerson(thrown.verb)} \`${thrown.error}\`.`,
        value: thrown.error,
        salience: symbol.exported ? 0.55 : 0.4,
      })
      if (fact !== null) facts.push(fact)
    }
  }
  return mergeSameError(facts)
}

function thrownIn(subject: CodeSubject): readonly Thrown[] {
  const { surface, family } = subject
  const { code, text } = surface
  const found: Thrown[] = []
  const patterns: Readonly<Record<CodeSubject['family'], RegExp>> = {
    script: /\bthrow\s+(?:new\s+)?([\w$.]+)\s*\(/g,
    java: /\bthrow\s+new\s+([\w.]+)(?:<[^>]*>)?\s*\(/g,
    python: /^[ \t]*raise\s+([\w.]+)(?=\s*\(|\s*$)/gm,
    go: /\b(?:return\b[^\n;]*?\b(errors\.New|fmt\.Errorf)\(|(panic|log\.Fatalf?)\(|return\s+(?:[^\n;]*,\s*)?((?:\w+\.)?Err[A-Z]\w*)\b)/g,
    rust: /\b(?:(?:return\s+)?Err\(\s*([\w:]+)|(panic|bail|unreachable|todo|unimplemented)!\s*\()/g,
  }
  for (const match of code.matchAll(patterns[family])) {
    const lead = match[0].length - match[0].trimStart().length
    const start = match.index + lead
    const end = statementEnd(code, start)
    const span = { start, end: end > start && text.charAt(end - 1) === ';' ? end - 1 : end }
    found.push({
      span,
      error: errorName(match, family, text.slice(span.start, span.end)),
      message: messageIn(text, code, span, family),
      verb: verbOf(match, family),
    })
  }
  return found
}

function errorName(match: RegExpMatchArray, family: CodeSubject['family'], statement: string): string | null {
  if (family === 'go') return match[3] ?? null
  const name = match[1] ?? ''
  if (name === '') return null
  if (family === 'rust') {
    const variant = /\b[A-Z]\w*::[A-Z]\w*/.exec(statement)?.[0]
    return variant ?? (/^[A-Z]/.test(name) && !name.endsWith('::new') ? name : null)
  }
  return /^[a-z_$]\w*$/.test(name) ? null : name
}

function verbOf(match: RegExpMatchArray, family: CodeSubject['family']): ThrowVerb {
  if (family === 'python') return 'raise'
  if (family === 'go')
    return match[3] !== undefined ? 'return' : match[2] === 'panic' ? 'panic' : match[2] === undefined ? 'return an error' : 'exit'
  if (family === 'rust') return match[2] === undefined ? 'return an error' : match[2] === 'bail' ? 'return an error' : 'panic'
  return 'throw'
}

/** The literal of the statement that reads like a message, with what is filled in shown as `…`. Adjacent literals are one. */
function messageIn(text: string, code: string, span: Span, family: CodeSubject['family']): string | null {
  const statement = text.slice(span.start, span.end)
  const open = statement.indexOf('(')
  if (open === -1) return null
  const groups: string[] = []
  let end = -1
  for (const literal of statement.slice(open + 1).matchAll(/(?:\b[fFrRbBuU]{1,2})?("""|'''|"|'|`)((?:\\.|(?!\1)[\s\S])*)\1/g)) {
    const start = span.start + open + 1 + literal.index
    const joins = end !== -1 && /^\s*\+?\s*$/.test(code.slice(end, start))
    if (joins) groups.push(`${groups.pop() ?? ''}${literal[2] ?? ''}`)
    else groups.push(literal[2] ?? '')
    end = start + literal[0].length
  }
  const messages = groups.map((group) => readableMessage(group, family))
  return messages.find(tellsMuch) ?? messages[0] ?? null
}

function readableMessage(raw: string, family: CodeSubject['family']): string {
  return raw
    .replace(/\\[nrt]/g, ' ')
    .replace(/\\(["'`\\])/g, '$1')
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
    .replace(family === 'script' ? /$^/ : /%[-+#0]*[\d.]*[a-zA-Z]|%\(\w+\)[a-z]|\{[^{}]*\}/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
}

function tellsMuch(message: string): boolean {
  const words = message.replace(/…/g, ' ').match(/[A-Za-z]{2,}/g) ?? []
  return /\s/.test(message.trim()) && (words.length >= 3 || (words.length === 2 && message.length >= 14))
}

function isOwnMessage(subject: CodeSubject, thrown: Thrown): boolean {
  return enclosingBlocks(subject.surface, thrown.span.start, subject.family).length === 0
}

function inThirdPerson(verb: ThrowVerb): string {
  return verb === 'return an error' ? 'returns an error' : `${verb}s`
}

/** The same error thrown at several places of one function is one fact with all places, so that its answer is complete. */
function mergeSameError(facts: readonly CodeFact[]): readonly CodeFact[] {
  const merged = new Map<string, CodeFact>()
  for (const fact of facts) {
    const key = `${fact.detail.kind} ${fact.text}`
    const known = merged.get(key)
    merged.set(key, known === undefined ? fact : { ...known, spans: [...known.spans, ...fact.spans] })
  }
  return [...merged.values()].filter((fact) => fact.spans.length <= 6)
}
