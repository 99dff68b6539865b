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
    const block = readBlock(passage)
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

function readBlock(passage: SkillPassage): Block {
  const isCode = passage.kind === 'code' || passage.kind === 'data'
  return { passage, sentences: isCode ? [] : readSentences(passage), code: isCode ? codeLines(passage.text) : null }
}

const opening = /^(?:>\s*)*(?::{3,}[ \t]*([a-z]+)[^\n]*\n\s*|\[!([A-Za-z]+)\][ \t]*\n?(?:>[ \t]*)?)/
const closing = /\s*\n?\s*:{3,}\s*$/

/** Units of a passage as sentences; the marks that open and close a box are left out of spans and text. */
function readSentences(passage: SkillPassage): readonly Sentence[] {
  const sentences: Sentence[] = []
  let box: string | null = null
  for (const unit of passage.units) {
    let slice = passage.text.slice(unit.start, unit.end)
    const opened = opening.exec(slice)
    if (opened !== null) box = (opened[1] ?? opened[2] ?? '').toLowerCase()
    const start = unit.start + (opened?.[0].length ?? 0)
    slice = slice.slice(opened?.[0].length ?? 0)
    const closed = closing.exec(slice)
    const end = closed === null ? unit.end : start + closed.index
    const labelled =
      /^(?:>\s*)*(?:\*\*|__|\u26a0\ufe0f?\s*)*(warning|caution|danger|important|note)\s*(?::\s*\*\*|\*\*\s*:?|__:?|:)\s*/i.exec(slice)
    const shift = labelled === null ? 0 : labelled[0].length
    const text = passage.kind === 'table' ? unit.text : readingText(passage.text.slice(start + shift, end))
    if (text !== '')
      sentences.push({
        passage,
        start: passage.kind === 'table' ? start : start + shift,
        end,
        text,
        box: labelled?.[1]?.toLowerCase() ?? box,
      })
    if (closed !== null) box = null
  }
  return sentences
}

function codeLines(text: string): string {
  return text.replace(/^\s*(?:```|~~~)[^\n]*\n/, '').replace(/\n?\s*(?:```|~~~)\s*$/, '')
}

/** All sentences of prose and lists of a section, in order. */
export function proseOf(section: Section): readonly Sentence[] {
  return section.blocks
    .filter((block) => block.passage.kind === 'prose' || block.passage.kind === 'list')
    .flatMap((block) => block.sentences)
}
