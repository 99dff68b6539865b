import type { PassageKind } from '../../spec/parser.ts'
import { append } from './append.ts'
import type { DraftPassage, DraftUnit } from './draft.ts'
import { groupBlocks } from './group-blocks.ts'

/** A block with its units; offsets are of the document. */
export interface OutlineBlock {
  readonly type: 'block'
  readonly kind: PassageKind
  readonly start: number
  readonly end: number
  readonly language: string | null
  readonly units: readonly DraftUnit[]
}

export interface OutlineHeading {
  readonly type: 'heading'
  readonly depth: number
  /** Already free of numbering and markup. */
  readonly name: string
}

/** A document as every format with headings gives it, in order. */
export type OutlineItem = OutlineBlock | OutlineHeading

export interface Outline {
  /** The title heading's name, or null where no heading is the document's. */
  readonly title: string | null
  readonly passages: readonly DraftPassage[]
}

/**
 * Gives each block its heading path and groups blocks into passages. The title is the first heading when it is of the
 * first level or alone at the highest level used; it is part of no path.
 */
export function outlinePassages(items: readonly OutlineItem[], source: string): Outline {
  const title = titleHeading(items)
  const passages: DraftPassage[] = []
  let path: readonly OutlineHeading[] = []
  let blocks: OutlineBlock[] = []
  const close = (): void => {
    const place = path.map((heading) => heading.name)
    append(
      passages,
      groupBlocks(blocks, source).map((group) => ({ ...group, units: named(group.units, place), place, symbol: null })),
    )
    blocks = []
  }
  for (const item of items) {
    if (item.type === 'block') {
      if (item.units.length > 0) blocks.push(item)
      continue
    }
    close()
    if (item === title) continue
    const outer = path.filter((heading) => heading.depth < item.depth)
    path = item.name === '' ? outer : [...outer, item]
  }
  close()
  return { title: title?.name ?? null, passages }
}

const bareValue = /^(?:default|defaults? to|type|required|optional|values?|returns?|since|deprecated|added in|example)\b/i

/** `Default: null` says nothing without its heading, so it is read with it. */
function named(units: readonly DraftUnit[], place: readonly string[]): readonly DraftUnit[] {
  const name = place.at(-1)
  if (name === undefined) return units
  return units.map((unit) => (unit.text.length <= 40 && bareValue.test(unit.text) ? { ...unit, text: `${name}: ${unit.text}` } : unit))
}

function titleHeading(items: readonly OutlineItem[]): OutlineHeading | null {
  const [first, ...rest] = items.filter((item) => item.type === 'heading')
  if (first === undefined) return null
  return first.depth === 1 || rest.every((heading) => heading.depth > first.depth) ? first : null
}
