import type { Node } from 'web-tree-sitter'
import type { PassageSymbol } from '../../../spec/parser.ts'
import { foldSpace } from '../fold-space.ts'
import type { Definition, LanguageRules, RuleContext } from './language-rules.ts'
import { namedChildren } from './named-children.ts'
import { nodeText } from './node-text.ts'

const kinds: Readonly<Record<string, PassageSymbol['kind']>> = {
  function_item: 'function',
  function_signature_item: 'function',
  struct_item: 'class',
  union_item: 'class',
  enum_item: 'enum',
  trait_item: 'interface',
  impl_item: 'class',
  mod_item: 'module',
  type_item: 'type',
  associated_type: 'type',
  const_item: 'constant',
  static_item: 'constant',
  macro_definition: 'function',
}

/** Rust: items, methods of `impl` blocks (`Type.method`), traits, modules and macros; exported by `pub`. */
export const rustRules: LanguageRules = {
  exportedNames: () => new Set(),
  isComment: (node) => node.type === 'line_comment' || node.type === 'block_comment',
  isAttribute: (node) => node.type === 'attribute_item',
  flatten: (node) => [node],
  define: defineItem,
  memberName: (node) => node.childForFieldName('name')?.text ?? null,
}

function defineItem(node: Node, context: RuleContext): Definition | null {
  const kind = kinds[node.type]
  if (kind === undefined) return null
  const isImpl = node.type === 'impl_item'
  const name = node.childForFieldName(isImpl ? 'type' : 'name')
  if (name === null) return null
  const body = node.childForFieldName('body')
  const isTuple = body?.type === 'ordered_field_declaration_list'
  const label = name.text.replace(/<[\s\S]*$/, '').replace(/^.*::/, '')
  const isMember = context.parentKind === 'class' || context.parentKind === 'interface'
  const isPublic =
    namedChildren(node).some((child) => child.type === 'visibility_modifier' && child.text === 'pub') || isMacroExport(node, context.source)
  const inherits = context.parentKind === 'interface' || (context.parentKind === 'class' && isTraitImpl(node))
  return {
    names: [label === '' ? name.text : label],
    kind: kind === 'function' && isMember ? 'method' : kind,
    exported: isImpl || (context.parentExported && (isPublic || inherits)),
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: node.startIndex,
    signatureEnd: body === null || isTuple ? (node.type === 'macro_definition' ? name.endIndex : node.endIndex) : body.startIndex,
    ...(node.type === 'enum_item' && body !== null ? { signature: enumSignature(node, body, context.source) } : {}),
    members: body === null || isTuple || kind === 'function' ? [] : namedChildren(body),
    ...(isImpl || node.type === 'mod_item' ? { isContainer: true } : {}),
  }
}

function isTraitImpl(node: Node): boolean {
  return (node.parent?.parent?.childForFieldName('trait') ?? null) !== null
}

function isMacroExport(node: Node, source: string): boolean {
  return node.type === 'macro_definition' && /#\[macro_export/.test(source.slice(Math.max(0, node.startIndex - 200), node.startIndex))
}

function enumSignature(node: Node, body: Node, source: string): string {
  const variants = namedChildren(body).filter((child) => child.type === 'enum_variant')
  const names = variants.map((variant) => variant.childForFieldName('name')?.text ?? '')
  return `${foldSpace(nodeText(node, source).slice(0, body.startIndex - node.startIndex))} { ${names.join(', ')} }`
}
