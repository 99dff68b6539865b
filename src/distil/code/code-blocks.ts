import type { CodeFamily } from './code-family.ts'
import type { CodeSurface, Span } from './code-surface.ts'

/** The header of a block that encloses a place: `if (x)`, `for …`, `function f()`; without the brace or colon's line end. */
export interface BlockHeader extends Span {
  readonly text: string
  readonly kind: 'if' | 'else' | 'catch' | 'case' | 'loop' | 'function' | 'other'
}

/** Headers of the blocks around `at`, innermost first. */
export function enclosingBlocks(surface: CodeSurface, at: number, family: CodeFamily): readonly BlockHeader[] {
  return family === 'python' ? indentedBlocks(surface.code, at) : bracedBlocks(surface.code, at)
}

/** End of the statement that begins at `at` (exclusive): its `;`, or the line end outside brackets. */
export function statementEnd(code: string, at: number): number {
  let depth = 0
  for (let index = at; index < code.length; index += 1) {
    const char = code.charAt(index)
    if ('([{'.includes(char)) depth += 1
    else if (')]}'.includes(char)) {
      if (depth === 0) return index
      depth -= 1
    } else if (char === ';' && depth === 0) return index + 1
    else if (char === '\n' && depth === 0) {
      const continues = /[.?:+|&]/.test(nextCharacter(code, index + 1)) || /[=+|&?:(,]\s*$/.test(code.slice(at, index))
      if (!continues) return index
    }
  }
  return code.length
}

function nextCharacter(code: string, from: number): string {
  let index = from
  while (index < code.length && /\s/.test(code.charAt(index))) index += 1
  return code.charAt(index)
}

function bracedBlocks(code: string, at: number): readonly BlockHeader[] {
  const headers: BlockHeader[] = []
  let depth = 0
  for (let index = at - 1; index >= 0; index -= 1) {
    const char = code.charAt(index)
    if (char === '}') depth += 1
    else if (char === '{') {
      if (depth > 0) depth -= 1
      else headers.push(header(code, headerStart(code, index), index))
    }
  }
  return headers
}

/** Walks back from an opening brace to the end of the statement before it. */
function headerStart(code: string, brace: number): number {
  let parens = 0
  for (let index = brace - 1; index >= 0; index -= 1) {
    const char = code.charAt(index)
    if (char === ')' || char === ']') parens += 1
    else if (char === '(' || char === '[') {
      if (parens === 0) return index + 1
      parens -= 1
    } else if (parens === 0 && (char === ';' || char === '{' || char === '}')) return index + 1
    else if (parens === 0 && char === ',') return index + 1
    else if (
      parens === 0 &&
      char === '\n' &&
      /^\s*(?:if|for|while|switch|try|else|catch|match|unsafe|loop|select|func|fn|function|async|const|let|var|return)\b/.test(
        code.slice(index + 1, brace),
      )
    )
      return index + 1
  }
  return 0
}

function header(code: string, from: number, to: number): BlockHeader {
  const raw = code.slice(from, to)
  const lead = raw.length - raw.trimStart().length
  const start = from + lead
  const end = from + raw.trimEnd().length
  const text = code.slice(start, Math.max(start, end))
  return { start, end: Math.max(start, end), text, kind: headerKind(text) }
}

function headerKind(text: string): BlockHeader['kind'] {
  if (/^(?:if|elif|unless)\b/.test(text)) return 'if'
  if (/^else\s+if\b/.test(text)) return 'if'
  if (/^(?:else)\b/.test(text)) return 'else'
  if (/^(?:catch|except|finally)\b/.test(text)) return 'catch'
  if (/^(?:case|default|switch|match|select|with|try|do|unsafe)\b/.test(text) || text === '') return 'case'
  if (/^(?:for|while|loop)\b/.test(text)) return 'loop'
  if (
    /=>\s*$|\bfunction\b|^(?:async\s+)?(?:def|fn|func|pub|public|private|protected|export|static)\b|\)\s*(?::[^=]*|->.*|throws\s.*)?$|^func\b|\bfn\b|^\|.*\|$/s.test(
      text,
    )
  )
    return 'function'
  return 'other'
}

function indentedBlocks(code: string, at: number): readonly BlockHeader[] {
  const headers: BlockHeader[] = []
  let lineStart = code.lastIndexOf('\n', at - 1) + 1
  let indent = indentAt(code, lineStart)
  while (lineStart > 0 && indent > 0) {
    const previous = code.lastIndexOf('\n', lineStart - 2) + 1
    const line = code.slice(previous, lineStart - 1)
    lineStart = previous
    if (line.trim() === '') continue
    const own = indentAt(code, previous)
    if (own >= indent || !/^\s*(?:if|elif|else|for|while|try|except|finally|with|def|class|async|match|case)\b/.test(line)) {
      if (own < indent && !/[)\]},:]\s*$/.test(line)) indent = Math.min(indent, own + 1)
      continue
    }
    const colon = blockColon(code, previous)
    const start = previous + own
    const text = code.slice(start, colon)
    headers.push({ start, end: colon, text, kind: headerKind(text) })
    indent = own
  }
  return headers
}

function blockColon(code: string, from: number): number {
  let depth = 0
  for (let index = from; index < code.length; index += 1) {
    const char = code.charAt(index)
    if ('([{'.includes(char)) depth += 1
    else if (')]}'.includes(char)) depth -= 1
    else if (char === ':' && depth === 0) return index + 1
  }
  return code.length
}

function indentAt(code: string, lineStart: number): number {
  let index = lineStart
  while (code.charAt(index) === ' ' || code.charAt(index) === '\t') index += 1
  return index - lineStart
}
