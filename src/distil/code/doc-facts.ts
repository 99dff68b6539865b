import type { PassageSymbol } from '../../spec/parser.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'
import type { DocComment, DocTag } from './doc-comment.ts'
import type { DocSentence } from './doc-sentences.ts'
import { documentedThrows } from './documented-throws.ts'
import { makeFact } from './make-fact.ts'
import { opensWithVerb } from './opens-with-verb.ts'
import { isInformative, isPointer, leadSentences, saysMoreThan, splitName } from './prose-filter.ts'
import { sentenceFacts } from './sentence-facts.ts'
import { statesReason } from './states-reason.ts'
import { isCallable, lastName, symbolWords } from './symbol-words.ts'

/** Facts of the comment or docstring a definition carries. */
export function docFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol, leading } = subject
  if (symbol === null || leading === null) return []
  const facts: (CodeFact | null)[] = []
  if (isPurpose(leading)) {
    facts.push(purpose(subject, symbol, leading), returns(subject, symbol, leading))
    facts.push(...leading.tags.map((tag) => parameter(subject, symbol, tag)))
    facts.push(example(subject, symbol, leading), deprecation(subject, symbol, leading))
    const isMisplaced =
      symbol.kind === 'constant' && !isCallable(symbol) && opensWithVerb(leading.body[0]?.text ?? '') && isPlainValue(symbol)
    if (!isMisplaced) facts.push(...documentedThrows(subject, symbol, leading), ...sentenceFacts(subject, symbol, null, leading.body))
  } else facts.push(remark(subject, symbol, leading), deprecation(subject, symbol, leading))
  return facts.filter((fact) => fact !== null)
}

/** A remark (`//`, `#`) counts as documentation only where it reads like it. */
function isPurpose(comment: DocComment): boolean {
  if (comment.documents) return true
  const first = comment.body[0]?.text ?? ''
  const whole = comment.body.map((sentence) => sentence.text).join(' ')
  return (
    (opensWithVerb(first) || /^(?:An?|The) [a-z]/.test(first)) &&
    !/\b(?:never|must|because|otherwise)\b/i.test(first) &&
    !statesReason(whole)
  )
}

function purpose(subject: CodeSubject, symbol: PassageSymbol, comment: DocComment): CodeFact | null {
  const internal = comment.tags.find((tag) => tag.name === 'internal')?.sentences ?? []
  const source = comment.body.length > 0 ? comment.body.slice(0, Math.max(1, comment.leadCount)) : internal
  const sentences = leadSentences(source, 360)
  const text = sentences.map((sentence) => sentence.text).join(' ')
  const isBroken = comment.body.length > sentences.length && !/[.!?)`"'\]]$/.test(text)
  if (!comment.documents && text.length < 45) return null
  if (symbol.kind === 'constant' && !symbol.exported && /=\s*-?\d$/.test(symbol.signature)) return null
  if (isBroken || (/\.(?:__init__|constructor)$/.test(symbol.path) && !opensWithVerb(text))) return null
  if (!isInformative(text) || !saysMoreThan(symbol.path, text) || /:$/.test(text) || isPointer(text)) return null
  if (symbol.kind === 'constant' && !isCallable(symbol) && opensWithVerb(text) && isPlainValue(symbol)) return null
  const shown = /\b(?:following|below|as follows)\b/.test(text) ? comment.examples.slice(0, 1) : []
  const spans = [...covering(sentences), ...shown]
  return makeFact(subject, {
    detail: { kind: 'purpose', symbol, lead: text },
    spans: isShortConstant(subject, symbol, spans) ? [{ start: spans[0]?.start ?? 0, end: subject.surface.code.trimEnd().length }] : spans,
    type: 'definition',
    subject: symbolWords(symbol),
    text: `${symbolWords(symbol)}: ${text}`,
    salience: (symbol.exported ? 0.75 : 0.4) + (text.length > 80 ? 0.1 : 0),
  })
}

/** A short constant is quoted with its value, which is what its comment explains. */
function isShortConstant(subject: CodeSubject, symbol: PassageSymbol, spans: readonly Span[]): boolean {
  const end = subject.surface.code.trimEnd().length
  return symbol.kind === 'constant' && !isCallable(symbol) && end - (spans[0]?.start ?? 0) <= 420 && end > subject.definitionAt
}

/** A comment that says what something does, at a constant that does nothing, belongs to the function after it. */
function isPlainValue(symbol: PassageSymbol): boolean {
  return /=\s*(?:Symbol\(|new (?:Map|Set|WeakMap|WeakSet)\b|["'`\d[{]|null|undefined|true|false|object\(\))/.test(symbol.signature)
}

function returns(subject: CodeSubject, symbol: PassageSymbol, comment: DocComment): CodeFact | null {
  const tag = comment.tags.find((candidate) => candidate.name === 'returns')
  const text = tag?.sentences.map((sentence) => sentence.text).join(' ') ?? ''
  if (tag === undefined || text.length < 20 || !isInformative(text)) return null
  return makeFact(subject, {
    detail: { kind: 'returns', symbol },
    spans: covering(tag.sentences),
    type: 'other',
    subject: symbolWords(symbol),
    text: `${symbolWords(symbol)} returns: ${text}`,
    salience: symbol.exported ? 0.6 : 0.3,
  })
}

function parameter(subject: CodeSubject, symbol: PassageSymbol, tag: DocTag): CodeFact | null {
  const text = tag.sentences.map((sentence) => sentence.text).join(' ')
  if (tag.name !== 'param' || tag.argument === null || text.length < 25 || !isInformative(text)) return null
  if (!saysMoreThan(tag.argument, text)) return null
  return makeFact(subject, {
    detail: { kind: 'parameter', symbol, name: tag.argument },
    spans: covering(tag.sentences),
    type: 'option',
    subject: `\`${tag.argument}\` of ${symbolWords(symbol)}`,
    text: `\`${tag.argument}\` of ${symbolWords(symbol)}: ${text}`,
    salience: symbol.exported ? 0.5 : 0.25,
  })
}

function example(subject: CodeSubject, symbol: PassageSymbol, comment: DocComment): CodeFact | null {
  const span = comment.examples.find((candidate) => candidate.end - candidate.start >= 25 && candidate.end - candidate.start <= 900)
  if (span === undefined || !symbol.exported) return null
  return makeFact(subject, {
    detail: { kind: 'example', symbol },
    spans: [span],
    type: 'instruction',
    subject: symbolWords(symbol),
    text: `Example of ${symbolWords(symbol)}: ${subject.passage.text.slice(span.start, span.end).replace(/\n\s*(?:\*|\/\/[/!]?|#)\s?/g, '\n')}`,
    salience: 0.55,
  })
}

function deprecation(subject: CodeSubject, symbol: PassageSymbol, comment: DocComment): CodeFact | null {
  const tag = comment.tags.find((candidate) => candidate.name === 'deprecated')
  if (tag === undefined) return null
  const text = tag.sentences.map((sentence) => sentence.text).join(' ')
  if (/not deprecated/i.test(text)) return null
  const label = {
    start: comment.span.start + (subject.passage.text.slice(comment.span.start, comment.span.end).search(/@?deprecated/i) ?? 0),
    end: 0,
  }
  const head = {
    start: subject.definitionAt,
    end: subject.definitionAt + (subject.surface.text.slice(subject.definitionAt).split('\n')[0] ?? '').length,
  }
  const spans = tag.sentences.length > 0 ? covering(tag.sentences) : [{ ...label, end: label.start + '@deprecated'.length }, head]
  return makeFact(subject, {
    detail: { kind: 'deprecation', symbol, member: null, callable: false, replaced: namesReplacement(text) },
    spans,
    type: 'deprecation',
    subject: symbolWords(symbol),
    text: `${symbolWords(symbol)} is deprecated${text === '' ? '.' : `: ${text}`}`,
    salience: symbol.exported ? 0.7 : 0.4,
  })
}

/** Whether a deprecation says what to use instead. */
export function namesReplacement(text: string): boolean {
  return (
    /\b(?:instead|in favou?r of|replaced (?:by|with)|renamed to|superseded by)\b/i.test(text) ||
    (/\b(?:use|prefer|see|try|call|pass)\b/i.test(text) && /[`.(#]|[a-z][A-Z]|::|_/.test(text))
  )
}

/** A remark that opens with the name it stands at, in words, says what the thing is: "Credit card shape: …". */
function namesIt(symbol: PassageSymbol, text: string): boolean {
  const opening = text.slice(0, 60).toLowerCase()
  const words = splitName(lastName(symbol))
  return words.join('').length >= 4 && words.every((word) => opening.includes(word)) && /^[^.;]{3,50}:/.test(text)
}

function remark(subject: CodeSubject, symbol: PassageSymbol, comment: DocComment): CodeFact | null {
  const sentences = leadSentences(comment.body, 420)
  const text = sentences.map((sentence) => sentence.text).join(' ')
  if (!isInformative(text) || text.length < 45 || /^(?:TODO|FIXME|XXX|HACK)/.test(text)) return null
  const isReason = statesReason(text) && !namesIt(symbol, text)
  if (isPointer(text) || (/ = /.test(text) && !statesReason(text))) return null
  const warns =
    /\b(?:must|do not|don't|careful|beware|be sure|never (?:rename|change|remove|call|use|add|move|inline|return|throw|set|be|make|put|reuse|mutate|modify))\b/i.test(
      text,
    )
  if (!warns && !symbol.exported && (symbol.kind === 'type' || symbol.kind === 'interface')) return null
  return makeFact(subject, {
    detail: warns
      ? { kind: 'caution', symbol, change: true }
      : isReason
        ? { kind: 'why-so', symbol }
        : { kind: 'purpose', symbol, lead: text },
    spans: covering(sentences),
    type: warns ? 'warning' : isReason ? 'other' : 'definition',
    subject: symbolWords(symbol),
    text: `${symbolWords(symbol)}: ${text}`,
    salience: symbol.exported ? 0.6 : 0.5,
  })
}

/** One span over consecutive sentences. */
export function covering(sentences: readonly DocSentence[]): readonly Span[] {
  const first = sentences[0]
  const last = sentences.at(-1)
  return first === undefined || last === undefined ? [] : [{ start: first.start, end: last.end }]
}
