import type { SkillDocument, SkillPassage } from '../../spec/skills.ts'
import { readingText } from '../english/reading-text.ts'
import { plainHeading } from './heading.ts'

/** A sentence, list item or table row. Offsets count in the passage's text; `text` keeps code spans in back-ticks. */
export interface Sentence {
  readonly passage: SkillPassage
  readonly start: number
  readonly end: number
  readonly text: string
  /** The kind of call-out box the sentence stands in ("warning", "tip"), or null. */
  readonly box: string | null
}

export interface Block {
  readonly passage: SkillPassage
  readonly sentences: readonly Sentence[]
  /** The lines of a fenced block without its fences, else null. */
  readonly code: string | null
}

/** What stands under one heading, in order; nested headings have their own section. */
export interface Section {
  /** Headings from the outside in, in reading form, without the document's title. */
  readonly place: readonly string[]
  readonly heading: string | null
  readonly blocks: readonly Block[]
  readonly index: number
}

/** Groups the passages of a document by heading path. */
export function outline(document: SkillDocument): readonly Section[] {
  const sections: { place: readonly string[]; key: string; blocks: Block[] }[] = []
  for (const passage of document.passages) {
    if (passage.kind === 'definition') continue
    const key = passage.place.join('\u0000')
    const last = sections.at(-1)
    const block = readBlock(passage, document.format === 'text')
    if (last !== undefined && last.key === key) last.blocks.push(block)
    else sections.push({ place: passage.place.map(plainHeading), key, blocks: [block] })
  }
  return sections.map((section, index) => ({
    place: section.place,
    heading: section.place.at(-1) ?? null,
    blocks: section.blocks,
    index,
  }))
}

function readBlock(passage: SkillPassage, isText: boolean): Block {
  const isCode = passage.kind === 'code' || passage.kind === 'data'
  const from = isCode ? codeStart(passage) : passage.text.length
  return { passage, sentences: readSentences(passage, from, isText), code: isCode ? codeLines(passage.text.slice(from)) : null }
}

/** Where the code of a passage begins: after the line that introduces it, where there is one. */
export function codeStart(passage: SkillPassage): number {
  const fence = /(?:^|\n)[ \t>]*(?:```|~~~)/.exec(passage.text)
  if (fence === null || fence.index === 0) return 0
  return fence.index + 1 + (/^[ \t>]*/.exec(passage.text.slice(fence.index + 1))?.[0].length ?? 0)
}

const opening = /(?:^|\n)(?:>\s*)*(?::{3,}[ \t]*([a-z]+)|\[!([A-Za-z]+)\])/
const closing = /(?:^|\n)[ \t]*:{3,}[ \t]*(?:\n|$)/
const leadMark = /^(?:>\s*)*(?::{3,}[ \t]*[a-z]+[^\n]*\n\s*|\[![A-Za-z]+\][ \t]*\n?(?:>[ \t]*)?)/
const endMark = /\s*\n?\s*:{3,}\s*$/
/** In plain text a short line without a stop, above a sentence, is a heading that nothing marks as one. */
const titleLine = /^(?:\p{Lu}[^\s.!?:,;]*)(?:[ \t]+[^\s.!?:,;]+){0,5}[ \t]*\n\s*(?=\p{Lu})/u
const label = /^(?:>\s*)*(?:\*\*|__|[\u26a0\u2139]\ufe0f?\s*)*(warning|caution|danger|important|note)\s*(?::\s*\*\*|\*\*\s*:?|__:?|:)\s*/i

/** Units of a passage before `until` as sentences; the marks that open and close a box are left out of spans and text. */
function readSentences(passage: SkillPassage, until: number, isText: boolean): readonly Sentence[] {
  const sentences: Sentence[] = []
  let box: string | null = null
  let before = 0
  for (const unit of passage.units) {
    if (unit.end > until) break
    const gap = passage.text.slice(before, unit.start)
    before = unit.end
    if (closing.test(gap)) box = null
    const slice = passage.text.slice(unit.start, unit.end)
    const mark = leadMark.exec(slice)?.[0] ?? (isText ? (titleLine.exec(slice)?.[0] ?? '') : '')
    const opened = opening.exec(`${gap}${mark}`)
    if (opened !== null) box = (opened[1] ?? opened[2] ?? '').toLowerCase()
    const closed = endMark.exec(slice)
    const end = closed === null ? unit.end : unit.start + closed.index
    const named = label.exec(slice.slice(mark.length))
    const start = unit.start + (passage.kind === 'table' ? 0 : mark.length + (named?.[0].length ?? 0))
    const text = passage.kind === 'table' ? unit.text : readingText(passage.text.slice(start, end))
    if (text !== '') sentences.push({ passage, start, end, text, box: named?.[1]?.toLowerCase() ?? box })
    if (closed !== null) box = null
  }
  return sentences
}

function codeLines(text: string): string {
  return text.replace(/^\s*(?:```|~~~)[^\n]*\n/, '').replace(/\n?\s*(?:```|~~~)\s*$/, '')
}

/** All sentences of a section outside its tables, in order; those that introduce code included. */
export function proseOf(section: Section): readonly Sentence[] {
  return section.blocks.filter((block) => block.passage.kind !== 'table').flatMap((block) => block.sentences)
}
