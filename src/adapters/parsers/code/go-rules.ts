import type { Node } from 'web-tree-sitter'
import type { PassageSymbol } from '../../../spec/parser.ts'
import type { Definition, LanguageRules, RuleContext } from './language-rules.ts'
import { namedChildren } from './named-children.ts'
import { nodeText } from './node-text.ts'

/** Go: functions, methods (`Type.Method`), types, constants and variables; exported by a capital. Grouped types stand one by one. */
export const goRules: LanguageRules = {
  exportedNames: () => new Set(),
  isComment: (node) => node.type === 'comment',
  isAttribute: () => false,
  flatten: (node) => {
    const parts = node.type === 'type_declaration' ? namedChildren(node) : []
    return parts.filter((part) => part.type !== 'comment').length > 1 ? parts : [node]
  },
  define: defineStatement,
  memberName: (node) => node.childForFieldName('name')?.text ?? null,
}

function defineStatement(node: Node, context: RuleContext): Definition | null {
  switch (node.type) {
    case 'function_declaration':
      return named(node, node, 'function', [], context)
    case 'method_declaration': {
      const receiver = node.childForFieldName('receiver')
      const owner = receiver === null ? null : /([A-Za-z_]\w*)\s*(?:\[[^\]]*\])?\s*\)$/.exec(nodeText(receiver, context.source))
      return named(node, node, 'method', owner?.[1] === undefined ? [] : [owner[1]], context)
    }
    case 'type_spec':
    case 'type_alias':
      return defineType(node, node, context)
    case 'type_declaration': {
      const spec = namedChildren(node).find((child) => child.type === 'type_spec' || child.type === 'type_alias')
      return spec === undefined ? null : defineType(spec, node, context)
    }
    case 'const_declaration':
    case 'var_declaration': {
      const specs = specsOf(node)
      const [first] = specs
      if (first === undefined) return null
      const found = named(first, node, 'constant', [], context)
      if (found === null || (!found.exported && !context.hasComment && specs.length > 1)) return found
      return { ...found, signatureEnd: Math.min(node.endIndex, node.startIndex + 200), members: specs.length > 1 ? specs : [] }
    }
    default:
      return null
  }
}

function specsOf(node: Node): readonly Node[] {
  return namedChildren(node)
    .flatMap((child) => (child.type === 'var_spec_list' ? namedChildren(child) : [child]))
    .filter((child) => /_spec$/.test(child.type))
}

function defineType(spec: Node, node: Node, context: RuleContext): Definition | null {
  const type = spec.childForFieldName('type')
  const body = type?.type === 'struct_type' ? type.firstNamedChild : type
  const holds = type?.type === 'struct_type' || type?.type === 'interface_type'
  const kind = type?.type === 'struct_type' ? 'class' : type?.type === 'interface_type' ? 'interface' : 'type'
  const found = named(spec, node, kind, [], context)
  if (found === null || !holds || body === null || body === undefined) return found
  return {
    ...found,
    signatureEnd: type.type === 'struct_type' ? body.startIndex : type.startIndex + 'interface'.length,
    members: namedChildren(body),
  }
}

function named(spec: Node, node: Node, kind: PassageSymbol['kind'], owner: readonly string[], context: RuleContext): Definition | null {
  const name = spec.childForFieldName('name')
  if (name === null) return null
  const body = spec.childForFieldName('body')
  return {
    names: [...owner, name.text],
    kind,
    exported: [...owner, name.text].every((part) => /^\p{Lu}/u.test(part)) && context.parentExported,
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: node.startIndex,
    signatureEnd: body?.startIndex ?? node.endIndex,
    members: [],
  }
}
