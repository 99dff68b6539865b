import { enclosingBlocks, statementEnd } from './code-blocks.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'
import { lineSpan } from './make-fact.ts'

/**
 * The condition that leads to a statement, as spans to quote before it: the `if (…)` on its line or around it. One span
 * joins both where they are close. Null where no condition stands near, or where it is an `else` too far from its `if`.
 */
export function guardOf(subject: CodeSubject, statement: Span): readonly Span[] | null {
  const guard = nearestGuard(subject, statement)
  if (guard === null) return null
  const clean = guard.map((span) => withoutClosing(subject.surface.text, span))
  const named = clean[0] === undefined ? null : namedCondition(subject, clean[0])
  return named === null ? clean : [named, ...clean]
}

/** A condition that is only a name is explained by the line that sets it. */
function namedCondition(subject: CodeSubject, guard: Span): Span | null {
  const { code, text } = subject.surface
  const name = /^(?:else\s+)?if\s*\(?\s*(?:!|not\s+)?([A-Za-z_$][\w$]*)\s*(?:\)|:|\{)/.exec(code.slice(guard.start, guard.end))?.[1]
  if (name === undefined) return null
  const setting = [
    ...code
      .slice(0, guard.start)
      .matchAll(
        new RegExp(
          `^[ \\t]*(?:(?:const|let|var|final|boolean|bool)\\s+)?${name.replace(/\$/g, '\\$')}(?:\\s*:\\s*[\\w<>| ]+)?\\s*(?::=|=)(?!=)`,
          'gm',
        ),
      ),
  ].at(-1)
  if (setting === undefined || guard.start - setting.index > 1200) return null
  const end = statementEnd(code, setting.index + (/\S/.exec(setting[0])?.index ?? 0))
  return end - setting.index > 240 ? null : { start: setting.index, end: Math.min(end, lineSpan(text, { start: setting.index, end }).end) }
}

function withoutClosing(text: string, span: Span): Span {
  const closing = /^\}\s*/.exec(text.slice(span.start, span.end))
  return closing === null ? span : { start: span.start + closing[0].length, end: span.end }
}

function nearestGuard(subject: CodeSubject, statement: Span): readonly Span[] | null {
  const { code, text } = subject.surface
  const line = lineSpan(text, { start: statement.start, end: statement.start + 1 })
  const before = code.slice(line.start, statement.start)
  if (/\b(?:if|unless|case|when|catch|except)\b|\?\?|\|\||&&|\?\s*$|=>\s*$/.test(before)) return [{ start: line.start, end: statement.end }]
  const above = text.slice(0, line.start).trimEnd()
  const aboveLine = lineSpan(text, { start: Math.max(0, above.length - 1), end: above.length })
  const aboveCode = code.slice(aboveLine.start, aboveLine.end)
  if (/^(?:\}\s*else\s+)?if\s*\(.*\)$/.test(aboveCode.trim()) && subject.family !== 'python')
    return [{ start: aboveLine.start, end: statement.end }]
  for (const block of enclosingBlocks(subject.surface, statement.start, subject.family)) {
    if (block.kind === 'function') return null
    if (/^(?:switch|match|select)\b/.test(block.text)) return labelled(subject, block, statement)
    if (block.kind === 'loop' || (block.kind === 'case' && !/^(?:case|default)\b/.test(block.text)) || block.kind === 'other') continue
    if (block.kind === 'catch') {
      const attempt = chainStart(code, block.start, 'try\\b')
      if (attempt !== null && statement.end - attempt <= 450) return [{ start: attempt, end: statement.end }]
    }
    if (block.kind === 'else') {
      const chain = chainStart(code, block.start, subject.family === 'python' ? 'if\\b' : '(?:\\}\\s*else\\s+)?if\\b')
      if (chain === null || statement.end - chain > 500) return null
      return [{ start: chain, end: statement.end }]
    }
    const span = { start: lineSpan(text, block).start, end: block.end }
    if (statement.start - block.end <= 320) return [{ start: span.start, end: statement.end }]
    return [span]
  }
  return null
}

/** Inside a switch: its head and the label the statement stands under. */
function labelled(subject: CodeSubject, block: Span, statement: Span): readonly Span[] | null {
  const { code, text } = subject.surface
  const inside = code.slice(block.end, statement.start)
  const label = [...inside.matchAll(/(?:^|[\n;{}])[ \t]*(?:case\b[^\n]*|default\s*):|(?:^|\n)[ \t]*[^\n]+=>[ \t]*\{?[ \t]*$/g)].at(-1)
  if (label === undefined) return null
  const at = block.end + label.index + (/[A-Za-z_(]/.exec(label[0])?.index ?? 0)
  if (statement.end - at > 500) return null
  return [
    { start: lineSpan(text, block).start, end: block.end },
    { start: at, end: statement.end },
  ]
}

/** Where the `if` of an `else`, or the `try` of a `catch`, begins: the nearest earlier one at the same indentation. */
function chainStart(code: string, elseAt: number, opening: string): number | null {
  const lineStart = code.lastIndexOf('\n', elseAt - 1) + 1
  const indent = /^[ \t]*/.exec(code.slice(lineStart))?.[0] ?? ''
  const candidates = [...code.slice(0, lineStart).matchAll(new RegExp(`^${indent}(?=${opening})`, 'gm'))]
  const last = candidates.at(-1)
  return last === undefined ? null : last.index + indent.length
}
