import { append } from '../append.ts'
import type { DraftDocument, DraftPassage, DraftUnit } from '../draft.ts'
import { type SourceLine, sourceLines } from '../text/source-lines.ts'
import { dataUnits } from './data-units.ts'
import { type DataLanguage, topLevelKey } from './top-level-key.ts'

/** Keys whose text is shorter than this share a passage with their neighbours. */
const shortKey = 80
const groupLength = 600
/** Longer keys are cut between lines. */
const longest = 2400
const cutAim = 1600
/** Sentences of one file that are embedded: data sets must not crowd out the documents. */
const embeddedUnits = 60

interface Entry {
  readonly key: string | null
  readonly lines: readonly SourceLine[]
}

/** JSON, YAML, TOML, INI and XML as text: one passage a top-level key, its comments with it; sentences in it are embedded. */
export function parseData(text: string, language: DataLanguage): DraftDocument {
  const passages: DraftPassage[] = []
  let budget = embeddedUnits
  for (const entry of grouped(entries(sourceLines(text), language))) {
    for (const lines of cut(entry.lines)) {
      const start = lines[0]?.start ?? 0
      const end = lines.at(-1)?.end ?? start
      const units: DraftUnit[] = []
      for (const unit of dataUnits(lines, text, entry.key)) {
        units.push(unit.embed && budget-- <= 0 ? { ...unit, embed: false } : unit)
      }
      const place = entry.key === null ? [] : [entry.key]
      if (units.length > 0) passages.push({ kind: 'data', start, end, place, symbol: null, language, units })
    }
  }
  return { title: null, format: 'data', language, passages, links: [], warnings: [] }
}

function entries(lines: readonly SourceLine[], language: DataLanguage): readonly Entry[] {
  const depth = language === 'json' || language === 'xml' ? smallestIndent(lines) : 0
  const found: Entry[] = []
  let key: string | null = null
  let current: SourceLine[] = []
  let comments: SourceLine[] = []
  const close = (): void => {
    if (current.some((line) => !line.isBlank)) found.push({ key, lines: current })
    current = []
  }
  for (const line of lines) {
    const isComment = /^\s*(?:#|\/\/|;)/.test(line.text)
    const next = isComment ? null : topLevelKey(line, language, depth)
    if (next !== null) {
      close()
      key = next
      current = [...comments, line]
      comments = []
    } else if (isComment && line.indent <= depth) comments.push(line)
    else {
      append(current, comments)
      current.push(line)
      comments = []
    }
  }
  append(current, comments)
  close()
  return found
}

function smallestIndent(lines: readonly SourceLine[]): number {
  let smallest = Number.POSITIVE_INFINITY
  for (const line of lines) if (!line.isBlank && line.indent > 0) smallest = Math.min(smallest, line.indent)
  return Number.isFinite(smallest) ? smallest : 0
}

function grouped(found: readonly Entry[]): readonly Entry[] {
  const groups: Entry[] = []
  let isOpen = false
  for (const entry of found) {
    const size = sizeOf(entry)
    const last = groups.at(-1)
    if (isOpen && last !== undefined && size < shortKey && sizeOf(last) + size < groupLength) {
      groups[groups.length - 1] = { key: null, lines: [...last.lines, ...entry.lines] }
    } else groups.push(entry)
    isOpen = size < shortKey
  }
  return groups
}

function sizeOf(entry: Entry): number {
  return (entry.lines.at(-1)?.end ?? 0) - (entry.lines[0]?.start ?? 0)
}

function cut(lines: readonly SourceLine[]): readonly (readonly SourceLine[])[] {
  const start = lines[0]?.start ?? 0
  if ((lines.at(-1)?.end ?? start) - start <= longest) return [lines]
  const parts: SourceLine[][] = []
  let part: SourceLine[] = []
  for (const line of lines) {
    if (part.length > 0 && line.end - (part[0]?.start ?? 0) > cutAim) {
      parts.push(part)
      part = []
    }
    part.push(line)
  }
  return [...parts, part]
}
