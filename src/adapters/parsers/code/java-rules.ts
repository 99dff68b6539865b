import type { Node } from 'web-tree-sitter'
import type { PassageSymbol } from '../../../spec/parser.ts'
import type { Definition, LanguageRules, RuleContext } from './language-rules.ts'
import { namedChildren } from './named-children.ts'
import { nodeText } from './node-text.ts'

const kinds: Readonly<Record<string, PassageSymbol['kind']>> = {
  class_declaration: 'class',
  record_declaration: 'class',
  interface_declaration: 'interface',
  annotation_type_declaration: 'interface',
  enum_declaration: 'enum',
  method_declaration: 'method',
  constructor_declaration: 'method',
  compact_constructor_declaration: 'method',
}

/** Java: types and their methods and constructors; exported by `public`, or by the interface they are in. */
export const javaRules: LanguageRules = {
  exportedNames: () => new Set(),
  isComment: (node) => node.type === 'line_comment' || node.type === 'block_comment',
  isAttribute: () => false,
  flatten: (node) => (node.type === 'enum_body_declarations' ? namedChildren(node) : [node]),
  define: defineMember,
  memberName: (node) =>
    (node.childForFieldName('name') ?? node.childForFieldName('declarator')?.childForFieldName('name') ?? null)?.text ?? null,
}

function defineMember(node: Node, context: RuleContext): Definition | null {
  const kind = kinds[node.type]
  const name = node.childForFieldName('name')
  if (kind === undefined || name === null) return null
  const body = node.childForFieldName('body')
  const modifiers = namedChildren(node).find((child) => child.type === 'modifiers')
  const annotations = modifiers === undefined ? [] : namedChildren(modifiers).filter((child) => /annotation$/.test(child.type))
  const words = modifiers === undefined ? '' : nodeText(modifiers, context.source)
  return {
    names: [name.text],
    kind,
    exported: context.parentExported && (/\bpublic\b/.test(words) || context.parentKind === 'interface'),
    start: node.startIndex,
    end: node.endIndex,
    signatureStart: annotations.at(-1)?.endIndex ?? node.startIndex,
    signatureEnd: body?.startIndex ?? node.endIndex,
    members: kind === 'method' || body === null ? [] : namedChildren(body),
  }
}
