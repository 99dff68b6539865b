import { placeDigest } from '../../corpus/passage-digests.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import type { EvidencePin } from '../evidence-pin.ts'

/** The passages of some units, in order of their best one, each with the spans of its units: what was read, or what a search found. */
export function shownPins(role: 'read' | 'watched', units: readonly ScoredUnit[]): readonly EvidencePin[] {
  const passages = Map.groupBy(units, (unit) => `${unit.passage} ${unit.version}`)
  return [...passages.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const spans = own.map(({ start, end }) => [start, end] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1])
    // A reader is told the heading, too; a search scores it, which its watch does by itself.
    const place = role === 'read' ? placeDigest(first.place) : null
    return [{ role, reference: first.passage, version: first.version, place, span: JSON.stringify(spans) }]
  })
}
