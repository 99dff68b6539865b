import type { Block, Section, Sentence } from './outline.ts'
import type { Span } from './rule.ts'

const longestCode = 1800

/** The code block that a sentence leads to: right after it, and short enough to be quoted whole. */
export function followingCode(section: Section, sentence: Sentence): Span | null {
  const at = section.blocks.findIndex((block) => block.passage.id === sentence.passage.id)
  const block = section.blocks[at]
  const next = section.blocks[at + 1]
  if (block === undefined || next === undefined || next.code === null) return null
  const position = block.sentences.findIndex((other) => other.start === sentence.start)
  const rest = block.sentences.length - 1 - position
  if (rest > 1 || (rest === 1 && !/[:.]$/.test(block.sentences.at(-1)?.text ?? ''))) return null
  return codeSpan(next)
}

/** The first code block of a section, whole. */
export function firstCode(section: Section): Span | null {
  const block = section.blocks.find((candidate) => candidate.code !== null)
  return block === undefined ? null : codeSpan(block)
}

function codeSpan(block: Block): Span | null {
  if (block.passage.text.length > longestCode || block.code?.trim() === '') return null
  return { passage: block.passage, start: 0, end: block.passage.text.length }
}
