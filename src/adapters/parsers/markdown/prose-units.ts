import type { Nodes } from 'mdast'
import type { DraftUnit } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import { splitSentences } from '../split-sentences.ts'
import { readingForm } from './reading-form.ts'

const admonition = /^\s*\[!\w+\][+-]?[ \t]*/
const containerLine = /(?:\n|^)[ \t]*:{3,}[^\n]*/g

/** The sentences of a paragraph-like node as units; the first begins at `from`, the last ends at `to`, but for container marks. */
export function proseUnits(nodes: readonly Nodes[], source: string, from: number, until: number): readonly DraftUnit[] {
  const to = until - (/(?:\n|^)[ \t>]*:{3,}[ \t]*$/.exec(source.slice(Math.max(from, until - 40), until))?.[0].length ?? 0)
  const form = readingForm(nodes, source, to)
  const text = form.text
    .replace(admonition, (mark) => ' '.repeat(mark.length))
    .replace(containerLine, (mark) => mark.replace(/[^\n]/g, ' '))
  const spans = splitSentences(text, form.code).filter((span) => /[\p{L}\p{N}]/u.test(text.slice(span.start, span.end)))
  return spans.map((span, index) => {
    const next = spans[index + 1]
    return {
      start: index === 0 && text.startsWith(form.text.slice(0, 3)) ? from : (form.map[span.start] ?? from),
      end: next === undefined ? to : (form.map[next.start] ?? to),
      text: foldSpace(text.slice(span.start, span.end)),
      embed: true,
    }
  })
}

/** A node's whole text in reading form, on one line. */
export function readingText(nodes: readonly Nodes[], source: string): string {
  return foldSpace(readingForm(nodes, source, 0).text.replace(admonition, '').replace(containerLine, '\n'))
}
