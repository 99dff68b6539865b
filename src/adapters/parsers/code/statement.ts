import type { Node } from 'web-tree-sitter'
import type { Definition, LanguageRules, RuleContext } from './language-rules.ts'

/** A statement or member with the comments that belong to it. */
export interface Statement {
  readonly node: Node | null
  readonly definition: Definition | null
  /** From its first comment or attribute to its end, a trailing comment on its last line included. */
  readonly start: number
  readonly end: number
  /** The comment's span, or null. */
  readonly comment: { readonly start: number; readonly end: number } | null
}

/**
 * Groups siblings into statements: comments and attributes directly above belong to what follows, comments on the last
 * line of a statement to that; a comment with a blank line after it stands alone (`node` null).
 */
export function readStatements(
  nodes: readonly Node[],
  rules: LanguageRules,
  context: Omit<RuleContext, 'hasComment'>,
): readonly Statement[] {
  const { source } = context
  const statements: Statement[] = []
  let pending: Node[] = []
  const standAlone = (): void => {
    const [first] = pending
    const last = pending.at(-1)
    if (first !== undefined && last !== undefined) {
      const span = { start: first.startIndex, end: last.endIndex }
      statements.push({ node: null, definition: null, ...span, comment: span })
    }
    pending = []
  }
  for (const node of nodes.flatMap((item) => rules.flatten(item))) {
    const last = pending.at(-1)
    if (last !== undefined && isBlankBetween(source, last.endIndex, node.startIndex)) standAlone()
    if (rules.isComment(node) || rules.isAttribute(node)) {
      const before = statements.at(-1)
      const trails =
        pending.length === 0 && before !== undefined && before.node !== null && !/\n/.test(source.slice(before.end, node.startIndex))
      if (trails && rules.isComment(node)) statements[statements.length - 1] = { ...before, end: node.endIndex }
      else pending.push(node)
      continue
    }
    const comments = pending.filter((item) => rules.isComment(item))
    const first = comments[0]
    const definition = rules.define(node, { ...context, hasComment: first !== undefined })
    const end = comments.at(-1)?.endIndex ?? 0
    statements.push({
      node,
      definition,
      start: Math.min(pending[0]?.startIndex ?? node.startIndex, node.startIndex),
      end: node.endIndex,
      comment: first === undefined ? null : { start: first.startIndex, end },
    })
    pending = []
  }
  standAlone()
  return statements
}

function isBlankBetween(source: string, from: number, to: number): boolean {
  return /\n[ \t\r]*\n/.test(source.slice(Math.max(0, from - 1), to))
}
