import type { Node } from 'web-tree-sitter'
import type { PassageSymbol } from '../../../spec/parser.ts'
import { append } from '../append.ts'
import type { DraftPassage, DraftUnit } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import { commentForm } from './comment-form.ts'
import { type DefinitionText, definitionUnits } from './definition-units.ts'
import type { Definition, LanguageRules } from './language-rules.ts'
import { lineChunks } from './line-chunks.ts'
import { readStatements, type Statement } from './statement.ts'

/** A class or interface with more characters than this gives its methods passages of their own. */
const splitClassFrom = 1600
const splitInterfaceFrom = 4000
/** Longer passages are cut between units. */
const longest = 4000
const cutAim = 2500
/** Loose statements are grouped up to this length. */
const looseLength = 1500
const longestSignature = 300
const longestComment = 2000

interface Surrounding {
  readonly path: readonly string[]
  readonly exported: boolean
  readonly kind: PassageSymbol['kind'] | null
}

export interface CodeInput {
  readonly source: string
  readonly language: string
  readonly rules: LanguageRules
}

/** Passages of a file's or a body's nodes: one a definition, the rest grouped. */
export function codePassages(nodes: readonly Node[], input: CodeInput): readonly DraftPassage[] {
  const exportedNames = input.rules.exportedNames(input.source)
  return passagesOf(nodes, input, exportedNames, { path: [], exported: true, kind: null })
}

function passagesOf(
  nodes: readonly Node[],
  input: CodeInput,
  exportedNames: ReadonlySet<string>,
  around: Surrounding,
): readonly DraftPassage[] {
  const context = { source: input.source, exportedNames, parentExported: around.exported, parentKind: around.kind }
  const passages: DraftPassage[] = []
  let loose: Statement[] = []
  const flush = (): void => {
    const [first] = loose
    const last = loose.at(-1)
    if (first !== undefined && last !== undefined) append(passages, loosePassages(first.start, last.end, input, around.path))
    loose = []
  }
  for (const statement of mergeOverloads(readStatements(nodes, input.rules, context))) {
    if (statement.definition === null) {
      if (statement.end - (loose[0]?.start ?? statement.start) > looseLength) flush()
      loose.push(statement)
      continue
    }
    flush()
    append(passages, definitionPassages(statement, statement.definition, input, exportedNames, around))
  }
  flush()
  return passages
}

function splitFrom(kind: PassageSymbol['kind']): number {
  if (kind === 'class' || kind === 'module') return splitClassFrom
  return kind === 'interface' ? splitInterfaceFrom : Number.POSITIVE_INFINITY
}

/** Signatures of one function that follow each other, the implementation included, are one definition. */
function mergeOverloads(statements: readonly Statement[]): readonly Statement[] {
  const merged: Statement[] = []
  for (const next of statements) {
    const last = merged.at(-1)
    const name = next.definition?.names.join('.')
    const same =
      last?.definition !== null &&
      last?.definition !== undefined &&
      next.definition !== null &&
      (next.definition.kind === 'function' || next.definition.kind === 'method') &&
      last.definition.kind === next.definition.kind &&
      last.definition.names.join('.') === name &&
      next.comment === null
    if (same && last.definition !== null) {
      merged[merged.length - 1] = { ...last, end: next.end, definition: { ...last.definition, end: next.end } }
    } else merged.push(next)
  }
  return merged
}

function definitionPassages(
  statement: Statement,
  definition: Definition,
  input: CodeInput,
  exportedNames: ReadonlySet<string>,
  around: Surrounding,
): readonly DraftPassage[] {
  const { source, rules, language } = input
  const path = [...around.path, ...definition.names]
  const inner: Surrounding = { path, exported: definition.exported, kind: definition.kind }
  const context = { source, exportedNames, parentExported: definition.exported, parentKind: definition.kind }
  const members = readStatements(definition.members, rules, context)
  const first = members.find((member) => member.definition !== null)
  const isSplit = first !== undefined && (definition.isContainer === true || statement.end - statement.start > splitFrom(definition.kind))
  const end = isSplit ? first.start : statement.end
  const text = definitionText(statement, definition, path, source, end)
  const symbol: PassageSymbol = {
    path: text.path,
    kind: definition.kind,
    signature: text.signature,
    comment: (text.comment?.text ?? '').slice(0, longestComment),
    exported: definition.exported,
  }
  const own = isSplit ? members.slice(0, members.indexOf(first)) : members
  const isHeader = isSplit && definition.isContainer === true && symbol.comment === ''
  const passage: DraftPassage = {
    kind: isHeader ? 'code' : 'definition',
    start: statement.start,
    end,
    place: path,
    symbol: isHeader ? null : symbol,
    language,
    units: isHeader ? lineChunks(source, statement.start, end) : definitionUnits(text, own, rules, source),
  }
  if (!isSplit) return cutLong(passage)
  const rest = definition.members.filter((node) => node.endIndex > first.start)
  return [...cutLong(passage), ...passagesOf(rest, input, exportedNames, inner)]
}

function definitionText(
  statement: Statement,
  definition: Definition,
  path: readonly string[],
  source: string,
  end: number,
): DefinitionText {
  const { docstring } = definition
  const span = docstring ?? statement.comment
  return {
    path: path.join('.'),
    signature: signatureOf(definition, source),
    exported: definition.exported,
    comment: span === null ? null : commentForm(source, span.start, span.end, docstring === undefined ? 'comment' : 'docstring'),
    start: statement.start,
    end,
    nodeStart: definition.start,
    signatureStart: definition.signatureStart,
    signatureEnd: Math.min(definition.signatureEnd, end),
    docstringEnd: docstring === undefined ? null : Math.min(docstring.end, end),
  }
}

function signatureOf(definition: Definition, source: string): string {
  const text = definition.signature ?? source.slice(definition.signatureStart, definition.signatureEnd)
  const folded = foldSpace(withoutComments(text.slice(0, 2000)))
    .replace(/^export\s+(?:default\s+)?(?:declare\s+)?/, '')
    .replace(/\s*(?:[{;:]|=>|=)$/, '')
    .replace(/(?<=[([<]) | ?,? (?=[)\]])/g, '')
  return folded.length <= longestSignature ? folded : `${folded.slice(0, longestSignature)}…`
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Cuts a long passage between its units; only the first part keeps kind and symbol. */
function cutLong(passage: DraftPassage): readonly DraftPassage[] {
  if (passage.end - passage.start <= longest) return [passage]
  const parts: DraftPassage[] = []
  let units: DraftUnit[] = []
  let start = passage.start
  for (const unit of passage.units) {
    if (units.length > 0 && unit.end - start > cutAim) {
      parts.push({ ...passage, start, end: unit.start, units })
      units = []
      start = unit.start
    }
    units.push(unit)
  }
  parts.push({ ...passage, start, units })
  return parts.map((part, index) => (index === 0 || passage.kind === 'code' ? part : { ...part, kind: 'code' as const, symbol: null }))
}

function loosePassages(start: number, end: number, input: CodeInput, place: readonly string[]): readonly DraftPassage[] {
  const units = lineChunks(input.source, start, end)
  return units.length === 0 ? [] : cutLong({ kind: 'code', start, end, place, symbol: null, language: input.language, units })
}
