import type { PassageKind } from '../../spec/parser.ts'
import type { DraftUnit } from './draft.ts'

/** A group of paragraphs takes further ones until it has this many characters… */
const groupUntil = 500
/** …unless the next would make it longer than this. */
const groupLimit = 1200
/** A paragraph shorter than this introduces the code after it, a list (`- Default: 5`) the paragraph after it. */
const shortest = 40
/** The line before a list or table belongs to it when it ends with a colon and is no longer. */
const longestLeadIn = 240
/** Passages longer than this are cut between units, so that an edit touches a part only. */
const splitFrom = 2400
const splitAim = 1200

export interface BlockGroup {
  readonly kind: PassageKind
  readonly start: number
  readonly end: number
  readonly language: string | null
  readonly units: readonly DraftUnit[]
}

/** The blocks of one section as passages: paragraphs grouped, lists with the line that introduces them, long ones cut. */
export function groupBlocks(blocks: readonly BlockGroup[], source: string): readonly BlockGroup[] {
  const groups: BlockGroup[] = []
  for (const { kind, start, end, language, units } of blocks) {
    const block = { kind, start, end, language, units }
    const last = groups.at(-1)
    if (last !== undefined && joins(last, block, source)) groups[groups.length - 1] = join(last, block)
    else groups.push(block)
  }
  return groups.flatMap(split)
}

function joins(last: BlockGroup, next: BlockGroup, source: string): boolean {
  const length = last.end - last.start
  if (last.kind === 'list' && next.kind === 'prose')
    return last.units.length === 1 && length < shortest && next.end - last.start <= groupLimit
  if (last.kind !== 'prose') return false
  if (next.kind === 'prose') return length < groupUntil && next.end - last.start <= groupLimit
  const isLeadIn = last.units.length === 1 && /[:：]\s*\**\s*$/.test(source.slice(last.start, last.end))
  return isLeadIn && length <= (next.kind === 'code' ? shortest : longestLeadIn)
}

function join(last: BlockGroup, next: BlockGroup): BlockGroup {
  const kind = last.kind === 'list' ? 'prose' : next.kind
  return { kind, start: last.start, end: next.end, language: next.language, units: [...last.units, ...next.units] }
}

function split(group: BlockGroup): readonly BlockGroup[] {
  if (group.kind === 'code' || group.end - group.start <= splitFrom || group.units.length < 2) return [group]
  const parts: BlockGroup[] = []
  let units: DraftUnit[] = []
  let start = group.start
  for (const unit of group.units) {
    if (units.length > 0 && unit.end - start > splitAim) {
      parts.push({ ...group, start, end: unit.start, units })
      units = []
      start = unit.start
    }
    units.push(unit)
  }
  parts.push({ ...group, start, end: group.end, units })
  return parts
}
