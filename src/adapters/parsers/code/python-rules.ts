import type { Node } from 'web-tree-sitter'
import type { Span } from '../split-sentences.ts'
import type { Definition, LanguageRules, RuleContext } from './language-rules.ts'
import { namedChildren } from './named-children.ts'

/** Python: functions, classes, methods and module constants, with their docstrings; exported without a leading underscore or by `__all__`. */
export const pythonRules: LanguageRules = {
  exportedNames: (source) => {
    const list = /^__all__\s*\+?=\s*[[(]([^\])]*)[\])]/m.exec(source)?.[1] ?? ''
    return new Set([...list.matchAll(/["']([\w.]+)["']/g)].map((name) => name[1] ?? ''))
  },
  isComment: (node) => node.type === 'comment',
  isAttribute: () => false,
  flatten: (node) => [node],
  define: defineStatement,
  memberName: (node) => assigned(node)?.text ?? null,
}

function defineStatement(node: Node, context: RuleContext): Definition | null {
  if (node.type === 'decorated_definition') {
    const inner = node.childForFieldName('definition')
    const found = inner === null ? null : defineStatement(inner, context)
    return found === null ? null : { ...found, start: node.startIndex, end: node.endIndex }
  }
  if (node.type === 'function_definition' || node.type === 'class_definition') return defineNamed(node, context)
  const name = assigned(node)
  if (name === null || context.parentKind !== null) return null
  const isNamed = /^[A-Z][A-Z0-9_]*$/.test(name.text) || context.hasComment || /^[\w.]+\s*:/.test(node.text.slice(0, 80))
  if (!isNamed || name.text.startsWith('__')) return null
  const end = Math.min(node.endIndex, node.startIndex + 200)
  return {
    names: [name.text],
    kind: 'constant',
    exported: isExported(name.text, context),
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: node.startIndex,
    signatureEnd: end,
    members: [],
  }
}

function defineNamed(node: Node, context: RuleContext): Definition | null {
  const name = node.childForFieldName('name')
  const body = node.childForFieldName('body')
  if (name === null) return null
  const isClass = node.type === 'class_definition'
  const docstring = body === null ? null : docstringOf(body)
  const members = isClass && body !== null ? namedChildren(body).filter((child) => child.startIndex !== docstring?.start) : []
  return {
    names: [name.text],
    kind: isClass ? 'class' : context.parentKind === 'class' ? 'method' : 'function',
    exported: isExported(name.text, context),
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: node.startIndex,
    signatureEnd: body?.startIndex ?? node.endIndex,
    ...(docstring === null ? {} : { docstring }),
    members,
  }
}

function isExported(name: string, context: RuleContext): boolean {
  if (!context.parentExported) return false
  if (context.parentKind !== null) return !name.startsWith('_') || name === '__init__' || name === '__call__'
  return context.exportedNames.size > 0 ? context.exportedNames.has(name) : !name.startsWith('_')
}

function docstringOf(body: Node): Span | null {
  const first = body.firstNamedChild
  const text = first?.type === 'expression_statement' ? first.firstNamedChild : null
  return text?.type === 'string' ? { start: text.startIndex, end: text.endIndex } : null
}

function assigned(node: Node): Node | null {
  const inner = node.type === 'expression_statement' ? node.firstNamedChild : null
  const left = inner?.type === 'assignment' ? inner.childForFieldName('left') : null
  return left?.type === 'identifier' ? left : null
}
