import { actionOf } from './action-of.ts'
import { statementEnd } from './code-blocks.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { CommentSpan, Span } from './code-surface.ts'
import { docComment } from './doc-comment.ts'
import { makeFact } from './make-fact.ts'
import { isInformative, splitName } from './prose-filter.ts'
import { statesReason } from './states-reason.ts'
import { symbolWords } from './symbol-words.ts'

/** Remarks inside a body that say why the statement after them, or on their line, is there. */
export function whyFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol, surface, definitionAt } = subject
  if (symbol === null || symbol.kind === 'enum' || symbol.kind === 'interface' || symbol.kind === 'type') return []
  const facts: CodeFact[] = []
  for (const comment of surface.comments) {
    if (comment.documents || comment.start < definitionAt) continue
    const said = docComment(surface.text, comment)
    const text = said.body.map((sentence) => sentence.text).join(' ')
    if (!isInformative(text) || text.split(/\s+/).length < 6 || text.length > 700 || !statesReason(text)) continue
    if (/^(?:TODO|FIXME|XXX|HACK|NOTE to self)\b/i.test(text) || /\?$/.test(text) || /\b(?:never|not|n't) happen\b/.test(text)) continue
    const statement = comment.trailing ? statementBefore(subject, comment) : statementAfter(subject, comment)
    if (statement === null) continue
    const action = actionOf(surface, statement, subject.family)
    const first = said.body[0]
    const last = said.body.at(-1)
    if (action !== null && /^(?:set|compute) /.test(action) && !sharesWord(text, surface.text.slice(statement.start, statement.end)))
      continue
    if (action === null || first === undefined || last === undefined) continue
    const spans = comment.trailing ? [{ start: statement.start, end: last.end }] : [{ start: first.start, end: statement.end }]
    const fact = makeFact(subject, {
      detail: { kind: 'why', symbol, action },
      spans,
      type: 'other',
      subject: symbolWords(symbol),
      text: `${symbolWords(symbol)}: ${text}`,
      salience:
        (symbol.exported ? 0.5 : 0.42) +
        Math.min(0.1, text.length / 3000) +
        (/\b(?:because|otherwise|so that|never|must)\b/i.test(text) ? 0.06 : 0),
    })
    if (fact !== null) facts.push(fact)
  }
  return facts
}

const typeWords = new Set([
  'string',
  'number',
  'boolean',
  'object',
  'array',
  'value',
  'const',
  'null',
  'undefined',
  'true',
  'false',
  'this',
  'self',
  'type',
  'return',
  'none',
])

/** Whether a remark speaks of what the statement names; if not, it is about more than the statement. */
function sharesWord(remark: string, statement: string): boolean {
  const said = remark.toLowerCase()
  return splitName(statement).some((word) => word.length >= 4 && !typeWords.has(word) && said.includes(word.replace(/s$/, '')))
}

/** The first line of the statement under the comment; null at an empty line or the end of a block. */
function statementAfter(subject: CodeSubject, comment: CommentSpan): Span | null {
  const { code } = subject.surface
  const gap = /^[ \t]*\r?\n[ \t]*/.exec(code.slice(comment.end))
  if (gap === null) return null
  const start = comment.end + gap[0].length
  if (/^[\s})\]]/.test(code.slice(start, start + 1)) || start >= code.length) return null
  const newline = code.indexOf('\n', start)
  const line = newline === -1 ? code.length : newline
  const whole = statementEnd(code, start)
  return { start, end: whole - start <= 160 ? Math.max(whole, Math.min(line, whole)) : line }
}

function statementBefore(subject: CodeSubject, comment: CommentSpan): Span | null {
  const { code } = subject.surface
  const start = code.lastIndexOf('\n', comment.start - 1) + 1
  const line = code.slice(start, comment.start)
  if (line.trim() === '' || /^[\s})\]]*$/.test(line)) return null
  return { start: start + line.length - line.trimStart().length, end: start + line.trimEnd().length }
}
