import { append } from '../append.ts'
import type { DraftUnit } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import type { SourceLine } from '../text/source-lines.ts'

/** Lines without sentences in one lexical unit. */
const chunkLines = 10
const chunkLength = 1000
const keyed = /^\s*(?:-\s+)?["']?([\w$.@/ -]{1,80}?)["']?\s*[:=]\s*(.*)$/

/** Comments and values that read like sentences are units to embed, named by their key; other lines are searched by their words. */
export function dataUnits(lines: readonly SourceLine[], source: string, parent: string | null): readonly DraftUnit[] {
  const units: DraftUnit[] = []
  let plain: SourceLine[] = []
  let comment: SourceLine[] = []
  const flush = (): void => {
    append(units, chunk(plain, source))
    plain = []
  }
  const flushComment = (key: string | null): void => {
    const first = comment[0]
    const last = comment.at(-1)
    if (first === undefined || last === undefined) return
    const text = foldSpace(comment.map((line) => line.text.replace(/^\s*(?:#+|\/\/+|;+)\s?/, '')).join(' '))
    const told = comment
    comment = []
    if (!isSentence(text)) append(plain, told)
    else {
      flush()
      units.push({ start: first.start, end: last.end, text: key === null ? text : `${key}: ${text}`, embed: true })
    }
  }
  for (const line of lines) {
    if (/^\s*(?:#|\/\/|;)/.test(line.text)) {
      comment.push(line)
      continue
    }
    const found = line.text.length <= 2000 ? keyed.exec(line.text) : null
    const key = found?.[1]?.trim() ?? null
    flushComment(key)
    const value = foldSpace(
      (found?.[2] ?? '')
        .replace(/,\s*$/, '')
        .replace(/^(["'])(.*)\1$/, '$2')
        .replace(/\\n/g, ' ')
        .replace(/\\"/g, '"'),
    )
    if (key !== null && isSentence(value)) {
      flush()
      const name = parent === null || parent === key ? key : `${parent} ${key}`
      units.push({ start: line.start, end: line.end, text: `${name}: ${value}`.slice(0, 800), embed: true })
    } else if (!line.isBlank) plain.push(line)
  }
  flushComment(null)
  flush()
  return units
}

/** Four words or more, mostly letters, no code. */
function isSentence(text: string): boolean {
  const words = text.split(' ').filter((word) => /^["'(]?\p{L}[\p{L}'’-]*["'),.;:!?]*$/u.test(word))
  const all = text.split(' ').length
  return words.length >= 4 && words.length >= all * 0.7 && !/&&|\|\||[{}[\]]|--\w/.test(text)
}

function chunk(lines: readonly SourceLine[], source: string): readonly DraftUnit[] {
  const units: DraftUnit[] = []
  let part: SourceLine[] = []
  const close = (): void => {
    const start = part[0]?.start ?? 0
    const end = part.at(-1)?.end ?? start
    part = []
    for (let from = start; from < end; from += chunkLength * 2) {
      const until = Math.min(end, from + chunkLength * 2)
      const text = source.slice(from, until)
      if (/[\p{L}\p{N}]/u.test(text)) units.push({ start: from, end: until, text, embed: false })
    }
  }
  for (const line of lines) {
    const first = part[0]
    const last = part.at(-1)
    const isApart = last !== undefined && line.start > last.end + 2
    if (first !== undefined && (isApart || part.length >= chunkLines || line.end - first.start > chunkLength)) close()
    part.push(line)
  }
  close()
  return units
}
