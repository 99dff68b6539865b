import type { AnswerEffects, SyncOutcome } from '../reverie.ts'
import { formatCount, formatThings } from './format-number.ts'
import { formatPairs } from './format-table.ts'
import { formatDuration } from './format-time.ts'
import { printableLine } from './printable.ts'
import { skippedFileLines } from './skipped-files.ts'
import type { Style } from './style.ts'

const pathsShown = 8

/** A sync's receipt in plain English: what was added, edited, moved and removed, and what that did to prepared answers. */
export function syncLines(receipt: SyncOutcome, width: number, style: Style): readonly string[] {
  const { documents, passages } = receipt
  const pairs: (readonly [string, string])[] = []
  const add = (label: string, lines: readonly string[]) => {
    for (const [index, line] of lines.entries()) pairs.push([index === 0 ? label : '', line])
  }
  const isChanged = hasChanged(receipt)
  if (isChanged) {
    add('documents', [`${formatCount(documents.total)}: ${documentCounts(receipt)}`])
    add('passages', [`${formatCount(passages.total)}: ${passageCounts(receipt)}`])
    add('changed', newsLines(receipt))
    add('answers', [answersText(receipt.answers)])
  }
  add('skipped', skippedFileLines(receipt))
  if (receipt.maskedCredentials > 0) add('masked', [`${formatThings(receipt.maskedCredentials, 'credential')} in the text`])
  const time = formatDuration(receipt.durationMs)
  const headline = isChanged ? `Read what changed in ${time}.` : `Nothing changed: ${formatThings(documents.total, 'document')} (${time}).`
  return [
    isChanged ? style.bold(headline) : headline,
    ...formatPairs(pairs, width),
    ...receipt.warnings.map((warning) => style.careful(printableLine(warning))),
  ]
}

/** Whether a sync changed anything that is stored. */
export function hasChanged({ documents }: Pick<SyncOutcome, 'documents'>): boolean {
  return documents.added + documents.changed + documents.moved + documents.removed > 0
}

/** `1 added, 2 edited, 1 moved, 3 unchanged` */
export function documentCounts({ documents }: Pick<SyncOutcome, 'documents'>): string {
  const { added, changed, moved, removed, unchanged } = documents
  return counted([
    [added, 'added'],
    [changed, 'edited'],
    [moved, 'moved'],
    [removed, 'removed'],
    [unchanged, 'unchanged'],
  ])
}

/** `4 added, 1 edited`, or that none changed. */
export function passageCounts({ passages }: Pick<SyncOutcome, 'passages'>): string {
  const text = counted([
    [passages.added, 'added'],
    [passages.changed, 'edited'],
    [passages.removed, 'removed'],
  ])
  return text === '' ? 'none changed' : text
}

/** What happened to prepared answers: `2 withdrawn, 1 revived`, or that none was touched. */
export function answersText({ withdrawn, doubted, kept, revived }: AnswerEffects): string {
  const text = counted([
    [withdrawn, 'withdrawn'],
    [doubted, 'to be checked before they are served'],
    [kept, 'kept, as what they rest on is unmoved'],
    [revived, 'revived'],
  ])
  return text === '' ? 'none touched' : text
}

function newsLines({ changes, documents }: SyncOutcome): readonly string[] {
  const words = { added: 'added', changed: 'edited', removed: 'removed', moved: 'moved' } as const
  const lines = changes.slice(0, pathsShown).map(({ kind, path, from }) => {
    const was = from === null ? '' : ` (was ${printableLine(from)})`
    return `${printableLine(path)} ${words[kind]}${was}`
  })
  const more = documents.added + documents.changed + documents.moved + documents.removed - lines.length
  return more > 0 ? [...lines, `and ${formatCount(more)} more`] : lines
}

function counted(parts: readonly (readonly [number, string])[]): string {
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatCount(count)} ${word}`)
    .join(', ')
}
