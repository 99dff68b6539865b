import type { Node } from 'web-tree-sitter'
import { append } from '../append.ts'
import type { DraftPassage } from '../draft.ts'
import { type CommentForm, commentForm } from './comment-form.ts'
import type { LanguageRules } from './language-rules.ts'

export interface LeadingComment {
  /** Nodes at the start that are dealt with. */
  readonly nodes: number
  readonly title: string | null
  readonly passages: readonly DraftPassage[]
}

const licence = /copyright|licen[cs]e|spdx-|all rights reserved/i
const directive =
  /^(?:eslint|prettier|biome|ts-|@ts-|jshint|global |use strict|!|tslint|istanbul|c8 |v8 |deno-|vim:|-\*-|coding[:=]|nolint|go:build|\+build|pylint|mypy|type: ignore|noqa)/

/** The comment or docstring a file begins with, as prose, unless it belongs to the first definition; its first line may be the title. */
export function leadingComment(nodes: readonly Node[], rules: LanguageRules, source: string): LeadingComment {
  const docstring = moduleDocstring(nodes)
  if (docstring !== null) {
    const form = commentForm(source, docstring.node.startIndex, docstring.node.endIndex, 'docstring')
    return { nodes: docstring.index + 1, title: titleOf(form), passages: prose(docstring.node, docstring.node, form, true) }
  }
  let count = 0
  while (count < nodes.length && isComment(nodes[count], rules)) count++
  const passages: DraftPassage[] = []
  let title: string | null = null
  let taken = 0
  for (const group of commentGroups(nodes.slice(0, count), source)) {
    const next = nodes[taken + group.length]
    const last = group.at(-1)
    const [first] = group
    if (first === undefined || last === undefined) continue
    const form = commentForm(source, first.startIndex, last.endIndex)
    const isModule = /@(?:module|file|fileoverview|packageDocumentation)\b|^\/\/!/m.test(source.slice(first.startIndex, last.endIndex))
    const stands =
      next === undefined ||
      isModule ||
      first.type === 'hash_bang_line' ||
      /\n[ \t\r]*\n/.test(source.slice(last.endIndex - 1, next.startIndex)) ||
      /import|package|use_declaration/.test(next.type)
    if (!stands) break
    taken += group.length
    const isProse = !directive.test(form.text) && !first.text.startsWith('#!')
    if (isProse) append(passages, prose(first, last, form, !licence.test(form.text)))
    if (isProse && title === null && !licence.test(form.text)) title = titleOf(form)
  }
  return { nodes: taken, title, passages }
}

function isComment(node: Node | undefined, rules: LanguageRules): boolean {
  return node !== undefined && (rules.isComment(node) || node.type === 'hash_bang_line')
}

function commentGroups(comments: readonly Node[], source: string): readonly (readonly Node[])[] {
  const groups: Node[][] = []
  for (const node of comments) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    const joins =
      last !== undefined &&
      last.type === node.type &&
      node.type !== 'hash_bang_line' &&
      !/\n[ \t\r]*\n/.test(source.slice(last.endIndex - 1, node.startIndex))
    if (group !== undefined && joins) group.push(node)
    else groups.push([node])
  }
  return groups
}

function moduleDocstring(nodes: readonly Node[]): { readonly node: Node; readonly index: number } | null {
  const index = nodes.findIndex((node) => node.type !== 'comment')
  const node = nodes[index]
  if (node === undefined || node.type !== 'expression_statement' || node.firstNamedChild?.type !== 'string') return null
  return /^[ \t]*[rRuU]?(?:"""|''')/.test(node.text) ? { node, index } : null
}

function prose(first: Node, last: Node, form: CommentForm, embed: boolean): readonly DraftPassage[] {
  if (form.sentences.length === 0) return []
  const units = form.sentences.map((sentence, index) => ({
    start: sentence.start,
    end: sentence.end,
    text: sentence.text,
    embed: embed && index < 8,
  }))
  return [{ kind: 'prose', start: first.startIndex, end: last.endIndex, place: [], symbol: null, language: null, units }]
}

/** The first line, where it reads like a name for the file. */
function titleOf(form: CommentForm): string | null {
  const line = form.text
    .split('\n')
    .map((text) => text.replace(/^@(?:module|file|fileoverview|packageDocumentation)\b\s*/, ''))
    .find((text) => text !== '')
  const title = line?.replace(/[.:]$/, '') ?? ''
  return title.length >= 3 && title.length <= 80 && /\p{L}/u.test(title) && !/^[@<]|[{}=;]/.test(title) && !directive.test(title)
    ? title
    : null
}
