import type { Node } from 'web-tree-sitter'
import type { PassageSymbol } from '../../../spec/parser.ts'
import { foldSpace } from '../fold-space.ts'
import type { Definition, LanguageRules, RuleContext } from './language-rules.ts'
import { namedChildren } from './named-children.ts'
import { nodeText } from './node-text.ts'
import { scriptExports } from './script-exports.ts'
import { variableDefinition } from './typescript-variable.ts'

/** TypeScript, TSX and JavaScript: declarations, class members, `exports.x =` and prototype assignments. */
export const typescriptRules: LanguageRules = {
  exportedNames: scriptExports,
  isComment: (node) => node.type === 'comment',
  isAttribute: (node) => node.type === 'decorator',
  flatten: (node) => [node],
  define: defineStatement,
  memberName: (node) => {
    const name = node.childForFieldName('name') ?? node.childForFieldName('key')
    return name === null ? null : name.text
  },
}

const kinds: Readonly<Record<string, PassageSymbol['kind']>> = {
  function_declaration: 'function',
  generator_function_declaration: 'function',
  function_signature: 'function',
  class_declaration: 'class',
  abstract_class_declaration: 'class',
  interface_declaration: 'interface',
  type_alias_declaration: 'type',
  enum_declaration: 'enum',
  internal_module: 'module',
  module: 'module',
  method_definition: 'method',
  abstract_method_signature: 'method',
  method_signature: 'method',
}

function defineStatement(node: Node, context: RuleContext): Definition | null {
  if (node.type === 'export_statement') return defineExport(node, context)
  if (node.type === 'ambient_declaration') return widen(lastDefinition(node, context), node)
  if (node.type === 'expression_statement') return defineExpression(node, context)
  if (node.type === 'lexical_declaration' || node.type === 'variable_declaration') return variableDefinition(node, context)
  if (node.type === 'public_field_definition' || node.type === 'field_definition') return defineField(node, context)
  // Only a large interface gives its properties passages of their own.
  const kind = node.type === 'property_signature' && context.hasComment ? 'other' : kinds[node.type]
  return kind === undefined ? null : defineNamed(node, kind, context)
}

function defineExport(node: Node, context: RuleContext): Definition | null {
  const inner = node.childForFieldName('declaration')
  if (inner !== null) return widen(defineStatement(inner, { ...context, isExport: true }), node)
  const value = node.childForFieldName('value')
  if (value === null || value.type === 'identifier') return null
  const body = value.childForFieldName('body')
  const kind = value.type === 'class' ? 'class' : /function/.test(value.type) ? 'function' : 'constant'
  return {
    names: [value.childForFieldName('name')?.text ?? 'default'],
    kind,
    exported: true,
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: node.startIndex,
    signatureEnd: body?.startIndex ?? node.endIndex,
    members: kind === 'class' && body !== null ? namedChildren(body) : [],
  }
}

function lastDefinition(node: Node, context: RuleContext): Definition | null {
  for (const child of namedChildren(node).toReversed()) {
    const found = defineStatement(child, { ...context, hasComment: true })
    if (found !== null) return found
  }
  return null
}

function widen(definition: Definition | null, node: Node): Definition | null {
  return definition === null ? null : { ...definition, start: node.startIndex, end: node.endIndex }
}

function defineNamed(node: Node, kind: PassageSymbol['kind'], context: RuleContext): Definition | null {
  const name = node.childForFieldName('name')
  if (name === null) return null
  const body = node.childForFieldName('body')
  const label = name.text.replace(/^['"`]|['"`]$/g, '')
  const isMember = kind === 'method' || kind === 'other'
  const hidden = isMember && (label.startsWith('#') || /^(?:private|protected)\b/.test(nodeText(node, context.source).slice(0, 10)))
  const holds = kind === 'class' || kind === 'interface' || kind === 'module' || kind === 'enum'
  return {
    names: [label],
    kind,
    exported: isMember ? context.parentExported && !hidden : context.isExport === true || context.exportedNames.has(label),
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: node.startIndex,
    signatureEnd: body === null || kind === 'type' ? node.endIndex : body.startIndex,
    ...(kind === 'enum' && body !== null ? { signature: enumSignature(node, label, context.source) } : {}),
    members: holds && body !== null ? namedChildren(body) : [],
    ...(kind === 'module' ? { isContainer: true } : {}),
  }
}

function enumSignature(node: Node, name: string, source: string): string {
  const body = node.childForFieldName('body')
  const members = body === null ? [] : namedChildren(body).filter((member) => member.type !== 'comment')
  return `enum ${name} { ${members.map((member) => foldSpace(nodeText(member, source))).join(', ')} }`
}

/** A field that holds a function is a method to its caller. */
function defineField(node: Node, context: RuleContext): Definition | null {
  const value = node.childForFieldName('value')
  const name = node.childForFieldName('name') ?? node.childForFieldName('property')
  if (value === null || name === null || !/^(?:arrow_function|function_expression|function)$/.test(value.type)) return null
  const hidden = name.text.startsWith('#') || /^(?:private|protected)\b/.test(nodeText(node, context.source).slice(0, 10))
  return {
    names: [name.text],
    kind: 'method',
    exported: context.parentExported && !hidden,
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: node.startIndex,
    signatureEnd: value.childForFieldName('body')?.startIndex ?? node.endIndex,
    members: [],
  }
}

function defineExpression(node: Node, context: RuleContext): Definition | null {
  const [expression] = namedChildren(node)
  if (expression === undefined) return null
  if (expression.type === 'internal_module' || expression.type === 'module') return widen(defineStatement(expression, context), node)
  if (expression.type !== 'assignment_expression') return null
  const left = expression.childForFieldName('left')
  const right = expression.childForFieldName('right')
  if (left === null || right === null || left.type !== 'member_expression') return null
  const target = nodeText(left, context.source)
  const method = /^([\w$]+)\.prototype\.([\w$]+)$/.exec(target)
  const named = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)
  const isFunction = /^(?:arrow_function|function_expression|function|generator_function)$/.test(right.type)
  if (method === null ? named === null || right.type === 'identifier' : !isFunction) return null
  const names = method === null ? [named?.[1] ?? ''] : [method[1] ?? '', method[2] ?? '']
  return {
    names,
    kind: method !== null ? 'method' : isFunction ? 'function' : 'constant',
    exported: method === null || context.exportedNames.has(names[0] ?? ''),
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: node.startIndex,
    signatureEnd: right.childForFieldName('body')?.startIndex ?? Math.min(node.endIndex, node.startIndex + 200),
    members: [],
  }
}
