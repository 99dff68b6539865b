import type { Node } from 'web-tree-sitter'
import type { Definition, RuleContext } from './language-rules.ts'
import { namedChildren } from './named-children.ts'
import { nodeText } from './node-text.ts'

/** A value up to this many characters is part of a constant's signature. */
const shortValue = 80

/** `const`, `let` and `var`: exported ones, functions, classes, literals, commented ones and `UPPER_CASE`; others are loose statements. */
export function variableDefinition(node: Node, context: RuleContext): Definition | null {
  const declarator = namedChildren(node).find((child) => child.type === 'variable_declarator')
  const name = declarator?.childForFieldName('name') ?? null
  if (declarator === undefined || name === null || name.type !== 'identifier') return null
  const value = declarator.childForFieldName('value')
  const isFunction = value !== null && /^(?:arrow_function|function_expression|function|generator_function)$/.test(value.type)
  const isClass = value?.type === 'class'
  const exported = context.isExport === true || context.exportedNames.has(name.text)
  const isLiteral = value !== null && /^(?:number|string|template_string|true|false|regex|unary_expression)$/.test(value.type)
  const isNamed = isFunction || isClass || isLiteral || context.hasComment || /^[A-Z][A-Z0-9_]+$/.test(name.text)
  if (!exported && !isNamed && context.parentKind !== 'module') return null
  const body = isFunction || isClass ? value.childForFieldName('body') : null
  const span = { start: node.startIndex, end: node.endIndex, signatureStart: node.startIndex }
  if (isFunction || isClass) {
    return {
      names: [name.text],
      kind: isClass ? 'class' : 'function',
      exported,
      ...span,
      signatureEnd: body?.startIndex ?? node.endIndex,
      members: isClass && body !== null ? namedChildren(body) : [],
    }
  }
  const isShort = value === null || value.endIndex - value.startIndex <= shortValue
  const head = context.source.slice(node.startIndex, value === null ? node.endIndex : value.startIndex).replace(/=\s*$/, '')
  return {
    names: [name.text],
    kind: 'constant',
    exported,
    ...span,
    signatureEnd: isShort ? node.endIndex : value.startIndex,
    ...(isShort ? {} : { signature: `${head.trim()} = ${valueHead(value, context.source)}` }),
    members: value?.type === 'object' ? namedChildren(value) : [],
  }
}

/** What a long value is, without its inside: `z.object(…)`, `{…}`, `[…]`. */
function valueHead(value: Node, source: string): string {
  const text = nodeText(value, source)
  const callee = value.type === 'call_expression' || value.type === 'new_expression' ? text.slice(0, text.indexOf('(')) : null
  if (callee !== null && callee.length > 0 && callee.length <= 60 && !/[\n{]/.test(callee)) return `${callee}(…)`
  if (value.type === 'object') return '{…}'
  return value.type === 'array' ? '[…]' : `${text.slice(0, 40)}…`
}
