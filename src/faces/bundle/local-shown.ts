import type { LocalPassage } from '../../lineage/editions/local-passages.ts'
import type { EvidencePin } from '../../lineage/evidence-pin.ts'
import type { BundleEntry } from './bundle-format.ts'

export interface LocalShown {
  readonly pins: readonly EvidencePin[]
  /** Whether everything the search found is here. */
  readonly isWhole: boolean
}

/** What an answer relied on without quoting it, as pins on the passages that hold these texts here: at the same path before others. */
export function localShown(shown: BundleEntry['shown'], passages: ReadonlyMap<string, readonly LocalPassage[]>): LocalShown {
  const pins: EvidencePin[] = []
  let isWhole = true
  for (const { role, path, version, spans } of shown) {
    const holders = passages.get(version) ?? []
    const home = holders.find((holder) => holder.path === path) ?? holders[0]
    if (home === undefined) isWhole = isWhole && role === 'read'
    else pins.push({ role, reference: home.passage, version, place: null, span: JSON.stringify(spans) })
  }
  return { pins, isWhole }
}
