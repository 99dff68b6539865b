import { headingName } from '../heading-name.ts'
import type { OutlineItem } from '../outline.ts'
import { readRestructured } from './restructured-inline.ts'
import { restructuredTable } from './restructured-table.ts'
import type { SourceLine } from './source-lines.ts'
import { codeBlock, isBullet, listBlock, proseBlock } from './text-block.ts'
import { underlineOf } from './underline.ts'

const adornments = '=-~`\'"^_*+#<>:.'
const directive = /^(\s*)\.\. (?:\|[^|]+\| )?([\w:+.-]+)::[ \t]*(.*)$/
const unread =
  /^(?:image|figure|toctree|raw|include|contents|index|only|rubric|highlight|meta|currentmodule|module|py:module|py:currentmodule|automodule|autofunction|autoclass|autosummary|autodoc\w*|tabularcolumns|sectionauthor|codeauthor|testsetup|testcleanup|replace|unicode|default-domain|default-role|role|math|graphviz|plot|csv-table|list-table|tab-set|grid|card\w*|tableofcontents)$/
const versioned = /^(?:deprecated|deprecated-removed|versionadded|versionchanged|versionremoved)$/
const literal =
  /^(?:code|code-block|sourcecode|literalinclude|parsed-literal|doctest|testcode|testoutput|prompt|productionlist|console|ipython|shell-session)$/

interface State {
  /** Adornments in the order they were met: their index is the depth. */
  readonly levels: string[]
  readonly items: OutlineItem[]
}

/** reStructuredText by its lines: underlined headings, directives, literal blocks after `::`, lists, tables, comments skipped. */
export function restructuredItems(lines: readonly SourceLine[], source: string): readonly OutlineItem[] {
  const state: State = { levels: [], items: [] }
  let at = 0
  while (at < lines.length) {
    const next = readHeading(lines, at, state) ?? readDirective(lines, at, source, state) ?? readTable(lines, at, state)
    at = next ?? readRun(lines, at, source, state)
  }
  return state.items
}

function readHeading(lines: readonly SourceLine[], at: number, { levels, items }: State): number | null {
  const line = lines[at]
  const overlined = underlineOf(lines[at + 1], line, adornments)
  const isOverlined = overlined !== null && lines[at + 2]?.text.trim() === line?.text.trim()
  const title = isOverlined ? lines[at + 1] : line
  const under = isOverlined ? overlined : underlineOf(line, lines[at + 1], adornments)
  if (title === undefined || under === null || (!isOverlined && line?.indent !== 0)) return null
  const style = isOverlined ? `over${under}` : under
  if (!levels.includes(style)) levels.push(style)
  items.push({ type: 'heading', depth: levels.indexOf(style) + 1, name: headingName(readRestructured(title.text)) })
  return at + (isOverlined ? 3 : 2)
}

function readDirective(lines: readonly SourceLine[], at: number, source: string, state: State): number | null {
  const line = lines[at]
  if (line === undefined || !/^\s*\.\.(?:\s|$)/.test(line.text)) return null
  const found = directive.exec(line.text)
  const end = endOfBody(lines, at + 1, line.indent)
  const footnote = /^\s*\.\. \[[^\]]+\]\s+\S/.test(line.text)
  if (footnote) {
    state.items.push(proseBlock(lines.slice(at, end), source, (text) => readRestructured(text.replace(/^\s*\.\. \[[^\]]+\]/, ''))))
    return end
  }
  if (found === null) return end
  const name = found[2]?.toLowerCase() ?? ''
  const argument = found[3]?.trim() ?? ''
  if (unread.test(name)) return end
  let body = at + 1
  while (body < end && /^\s*:[\w-]+:/.test(lines[body]?.text ?? '')) body++
  if (literal.test(name)) {
    const content = withoutBlank(lines.slice(body, end))
    if (content.length > 0) state.items.push(codeBlock(content, source, /^[\w+#-]+$/.test(argument) ? argument : null))
    return end
  }
  if (argument === '') return body
  // What follows the version on the next lines says what changed: one statement.
  let told = at + 1
  while (versioned.test(name) && told < end && lines[told]?.isBlank === false) told++
  state.items.push(proseBlock(lines.slice(at, told), source, (text) => directiveReading(name, text)))
  return Math.max(body, told)
}

/** `.. deprecated:: 3.2 Use x.` says what it is; a function's line is its signature; other names are left out. */
function directiveReading(name: string, text: string): string {
  const rest = readRestructured(text.replace(/^\s*\.\. [\w:+.-]+::\s*/, ''))
  const words: Readonly<Record<string, string>> = {
    deprecated: 'Deprecated since version',
    'deprecated-removed': 'Deprecated since version',
    versionadded: 'New in version',
    versionchanged: 'Changed in version',
    envvar: 'Environment variable',
    option: 'Option',
    cmdoption: 'Option',
  }
  const word = words[name]
  return word === undefined ? rest : `${word} ${rest.replace(/^([\w.+-]+)\s*\n\s*/, '$1: ')}`
}

function readTable(lines: readonly SourceLine[], at: number, { items }: State): number | null {
  const table = restructuredTable(lines, at)
  if (table === null) return null
  items.push(table.block)
  return table.end
}

/** A paragraph or list up to the next blank line; what follows `::`, indented, is literal. */
function readRun(lines: readonly SourceLine[], at: number, source: string, state: State): number {
  const first = lines[at]
  if (first === undefined || first.isBlank || /^\s*([=\-~`'"^_*+#<>:.])\1{3,}\s*$/.test(first.text)) return at + 1
  const isList = isBullet(first) || /^\s*:[^:`]+:(?:\s|$)/.test(first.text)
  let end = at + 1
  while (end < lines.length) {
    const line = lines[end]
    if (line === undefined) break
    if (line.isBlank) {
      const after = lines[end + 1]
      const goesOn =
        isList && after !== undefined && !after.isBlank && (isBullet(after) ? after.indent >= first.indent : after.indent > first.indent)
      if (!goesOn || /::\s*$/.test(lines[end - 1]?.text ?? '')) break
    } else if (/^\s*\.\. /.test(line.text) || (!isList && isBullet(line) && line.indent <= first.indent)) break
    end++
  }
  const run = lines.slice(at, end)
  const fields = run.map((line) => ({ ...line, text: line.text }))
  state.items.push(isList ? listBlock(fields, source, readRestructured) : proseBlock(run, source, readRestructured))
  if (!/::\s*$/.test(run.at(-1)?.text ?? '')) return end
  const until = endOfBody(lines, end, first.indent)
  const content = withoutBlank(lines.slice(end, until))
  if (content.length > 0) state.items.push(codeBlock(content, source, null))
  return until
}

/** The first line after `from` that is indented no deeper than `indent`. */
function endOfBody(lines: readonly SourceLine[], from: number, indent: number): number {
  let end = from
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined || (!line.isBlank && line.indent <= indent)) break
    if (!line.isBlank) end = at + 1
  }
  return Math.max(end, from)
}

function withoutBlank(lines: readonly SourceLine[]): readonly SourceLine[] {
  const first = lines.findIndex((line) => !line.isBlank)
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex((line) => !line.isBlank) + 1)
}
