import type { CodeFamily } from './code-family.ts'
import type { CodeSurface, Span } from './code-surface.ts'

const shortest = 70

/**
 * What a statement does, worded to follow "Why does `f()` …": "delete `pm.id`", "check `isAborted`", "call `flush()`".
 * Null where it cannot be said in a few words.
 */
export function actionOf(surface: CodeSurface, statement: Span, family: CodeFamily): string | null {
  const text = surface.text.slice(statement.start, statement.end).replace(/\s+/g, ' ').trim()
  const first = text.replace(/^\}\s*/, '')
  const condition = conditionOf(first, family)
  if (condition !== null) return condition.length <= shortest ? `check ${ticks(condition)}` : null
  if (
    /^(?:for|while|switch|try|do|case|default|else|match|loop|with|select|break|function|class|interface|type|import|export|async function|def|fn|func|struct|enum|impl|use|mod|pub|@|#|finally|catch|except|static|private|public|get|set|constructor)\b/.test(
      first,
    )
  )
    return null
  const removed = /^(?:delete|del)\s+([^;]+);?$/.exec(first)?.[1]
  if (removed !== undefined) return removed.length <= shortest ? `delete ${ticks(removed)}` : null
  if (/^(?:throw|raise|panic)\b/.test(first)) return null
  if (/^continue\b/.test(first)) return null
  const returned = /^return\s+([^;{]+);?$/.exec(first)?.[1]
  if (returned !== undefined) return returned.length <= shortest ? `return ${ticks(returned)}` : null
  return assignment(first) ?? call(first)
}

function conditionOf(text: string, family: CodeFamily): string | null {
  if (family === 'python') return /^(?:if|elif)\s+(.+?):(?:\s|$)/.exec(text)?.[1] ?? null
  if (family === 'go' || family === 'rust') {
    const found = /^(?:else\s+)?if\s+(.+?)\s*\{/.exec(text)?.[1]
    return found === undefined || /;/.test(found) ? null : found
  }
  const open = /^(?:else\s+)?if\s*\(/.exec(text)
  if (open === null) return null
  let depth = 1
  for (let index = open[0].length; index < text.length; index += 1) {
    const char = text.charAt(index)
    if (char === '(') depth += 1
    else if (char === ')') {
      depth -= 1
      if (depth === 0) return text.slice(open[0].length, index)
    }
  }
  return null
}

function assignment(text: string): string | null {
  const match =
    /^(?:(?:const|let|var|final|mut|static|let mut)\s+)?([\w$.[\]!?"'`*]+)(?:\s*:\s*[^=]+?)?\s*(\?\?=|\|\|=|:=|=)(?![=>])\s*(.+?);?$/.exec(
      text,
    )
  const name = match?.[1]?.replace(/!/g, '')
  const value = match?.[3]
  if (name === undefined || value === undefined) return null
  if (name.length > 40 || name.replace(/[^A-Za-z]/g, '').length < 3) return null
  if (value.length <= 50 && !/[{]\s*$/.test(value) && !/=>/.test(value)) return `set ${ticks(name)} to ${ticks(value)}`
  return `compute ${ticks(name)} the way it does`
}

function call(text: string): string | null {
  const match = /^(?:await\s+|void\s+|defer\s+|go\s+)?([\w$.?!:]+)\(/.exec(text)
  const name = match?.[1]?.replace(/[?!]/g, '')
  if (name === undefined || name.length > 50 || /^(?:if|for|while|switch|return)$/.test(name)) return null
  return `call ${ticks(`${name}()`)}`
}

function ticks(code: string): string {
  const bare = code.trim()
  return bare.includes('`') ? `\`\` ${bare} \`\`` : `\`${bare}\``
}
