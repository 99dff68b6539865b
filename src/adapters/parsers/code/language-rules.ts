import type { Node } from 'web-tree-sitter'
import type { PassageSymbol } from '../../../spec/parser.ts'

/** What a grammar's node defines, as the engine needs it; offsets are UTF-16 in the document. */
export interface Definition {
  /** Names from the outside in, relative to the surrounding definition (`['Router', 'add']` for a Go method). */
  readonly names: readonly string[]
  readonly kind: PassageSymbol['kind']
  readonly exported: boolean
  readonly start: number
  readonly end: number
  /** The signature's span: from the name's keyword to the body. */
  readonly signatureStart: number
  readonly signatureEnd: number
  /** Where it differs from the span's text: values left out, members listed. */
  readonly signature?: string
  /** A comment inside the body (Python). */
  readonly docstring?: { readonly start: number; readonly end: number }
  /** Nodes of the body: methods, fields, nested definitions. */
  readonly members: readonly Node[]
  /** Whether its members always get passages of their own (`impl`, `namespace`, `mod`). */
  readonly isContainer?: boolean
}

export interface RuleContext {
  readonly source: string
  /** Names exported by a statement of their own. */
  readonly exportedNames: ReadonlySet<string>
  readonly hasComment: boolean
  /** Whether an export statement is around the node. */
  readonly isExport?: boolean
  /** Whether the surrounding definition, if any, is exported. */
  readonly parentExported: boolean
  readonly parentKind: PassageSymbol['kind'] | null
}

/** One language: how its syntax tree names definitions. */
export interface LanguageRules {
  /** Names exported apart from their definition. */
  exportedNames(source: string): ReadonlySet<string>
  isComment(node: Node): boolean
  /** Attributes and decorators that stand before a definition as siblings of it. */
  isAttribute(node: Node): boolean
  /** The nodes a sibling stands for: grouped declarations one by one, else itself. */
  flatten(node: Node): readonly Node[]
  /** The definition a node is, or null for a loose statement or a plain member. */
  define(node: Node, context: RuleContext): Definition | null
  /** A field's, property's or variant's name, where it has one. */
  memberName(node: Node): string | null
}
