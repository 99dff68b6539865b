import { type Block, codeStart, type Section, type Sentence } from './outline.ts'
import type { Span } from './rule.ts'

const longestCode = 1800

/** The code that a sentence leads to: in its own passage, or right after it; short enough to be quoted whole. */
export function followingCode(section: Section, sentence: Sentence): Span | null {
  const at = section.blocks.findIndex((block) => block.passage.id === sentence.passage.id)
  const block = section.blocks[at]
  if (block === undefined) return null
  if (block.code !== null) return codeSpan(block)
  const next = section.blocks[at + 1]
  if (next === undefined || next.code === null) return null
  const position = block.sentences.findIndex((other) => other.start === sentence.start)
  const rest = block.sentences.length - 1 - position + next.sentences.length
  if (rest > 1) return null
  return codeSpan(next)
}

/** The first code block of a section, whole. */
export function firstCode(section: Section): Span | null {
  const block = section.blocks.find((candidate) => candidate.code !== null)
  return block === undefined ? null : codeSpan(block)
}

function codeSpan(block: Block): Span | null {
  const start = codeStart(block.passage)
  if (block.passage.text.length - start > longestCode || block.code?.trim() === '') return null
  return { passage: block.passage, start, end: block.passage.text.length }
}
