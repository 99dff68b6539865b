import { matchingBracket } from './bracket-text.ts'
import type { CodeFamily } from './code-family.ts'
import type { CodeSurface, Span } from './code-surface.ts'

/** A method inside the text of its class: from its comment and decorators to its end. */
export interface ClassMethod extends Span {
  readonly name: string
  /** One line, without the body. */
  readonly signature: string
  readonly hidden: boolean
}

/** The methods with bodies that stand in the text of a class, in order. Small classes are one passage with all of theirs. */
export function classMethods(surface: CodeSurface, family: CodeFamily, from: number): readonly ClassMethod[] {
  if (family === 'python') return indentedMethods(surface, from)
  if (family !== 'script' && family !== 'java') return []
  const open = surface.code.indexOf('{', from)
  if (open === -1) return []
  const methods: ClassMethod[] = []
  let depth = 0
  for (let index = open; index < surface.code.length; index += 1) {
    const char = surface.code.charAt(index)
    if (char === '{') depth += 1
    else if (char === '}') depth -= 1
    if (depth !== 1 || (char !== '\n' && index !== open)) continue
    const method = bracedMethod(surface, index + 1, family)
    if (method === null) continue
    methods.push(method)
    index = method.end - 1
  }
  return methods
}

const scriptHead =
  /^[ \t]*((?:(?:public|private|protected|static|override|async|readonly|get|set)\s+|\*\s*)*)(#?[A-Za-z_$][\w$]*)\s*(?:<[^()]*>)?\(/
const javaHead =
  /^[ \t]*((?:(?:public|private|protected|static|final|abstract|synchronized|default|native)\s+)*)(?:<[^>]*>\s*)?(?:[\w.]+(?:<[^;{}()]*>)?(?:\[\])*\s+)?([A-Za-z_]\w*)\s*\(/

function bracedMethod(surface: CodeSurface, at: number, family: CodeFamily): ClassMethod | null {
  const { code } = surface
  const head = (family === 'script' ? scriptHead : javaHead).exec(code.slice(at, at + 400))
  const name = head?.[2]
  if (head === null || name === undefined || /^(?:if|for|while|switch|catch|return|new|throw|super|this)$/.test(name)) return null
  const close = matchingBracket(code, at + head[0].length - 1)
  if (close === null) return null
  const opening = /^\s*(?::[^;={]*(?:\{[^{}]*\}[^;={]*)?|throws[^;{]*)?\{/.exec(code.slice(close + 1))
  if (opening === null) return null
  const brace = close + opening[0].length
  const end = matchingBracket(code, brace)
  if (end === null) return null
  const signature = surface.text.slice(at, brace).replace(/\s+/g, ' ').trim()
  return {
    name,
    signature,
    hidden: name.startsWith('#') || /\bprivate\b|\bprotected\b/.test(head[1] ?? ''),
    start: commentStart(surface, at),
    end: end + 1,
  }
}

function indentedMethods(surface: CodeSurface, from: number): readonly ClassMethod[] {
  const methods: ClassMethod[] = []
  const heads = [...surface.code.slice(from).matchAll(/^([ \t]+)(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(/gm)]
  const indent = heads[0]?.[1] ?? '  '
  for (const head of heads) {
    const name = head[2]
    if (name === undefined || head[1] !== indent) continue
    const at = from + head.index
    const rest = surface.code.slice(at + head[0].length)
    const next = new RegExp(`\\n(?=[ \\t]{0,${indent.length}}[^\\s)\\]}])`).exec(rest)
    const end = next === null ? surface.code.length : at + head[0].length + next.index
    const close = matchingBracket(surface.code, at + head[0].length - 1) ?? at + head[0].length
    const signature = surface.text
      .slice(at, close + 1)
      .replace(/\s+/g, ' ')
      .trim()
    methods.push({ name, signature, hidden: /^_(?!_)/.test(name), start: commentStart(surface, at), end })
  }
  return methods
}

/** The lines of comments and decorators right above. */
function commentStart(surface: CodeSurface, at: number): number {
  let start = at
  for (;;) {
    const above = surface.text.lastIndexOf('\n', start - 2) + 1
    const line = surface.code.slice(above, Math.max(above, start - 1))
    const comment = surface.comments.find((candidate) => candidate.start < start && candidate.end > above && !candidate.trailing)
    if (start === 0 || above >= start) return start
    if (comment !== undefined && line.trim() === '') start = surface.text.lastIndexOf('\n', comment.start - 1) + 1
    else if (/^\s*@\w/.test(line)) start = above
    else return start
  }
}
