import { digest } from '../../spec/digest.ts'
import type { EvidencePin } from '../evidence-pin.ts'

/** A document as far as questions are predicted from it: its title and its passages, in order. */
export interface BasisDocument {
  readonly title: string | null
  readonly passages: readonly { readonly version: string; readonly placeDigest: string }[]
}

const prefix = 'basis:'

/**
 * Pins what a withdrawn question was predicted from: its document as it was. Without the question being predicted again,
 * its answer comes back only with exactly that, since a heading or a title elsewhere may have given it its words.
 */
export function basisPin(path: string, document: BasisDocument): EvidencePin {
  return { role: 'listed', reference: `${prefix}${path}`, version: basisDigest(document), place: null }
}

/** For what is withdrawn and compared anew before it is served: what it cites is basis enough. */
export const citedBasis: EvidencePin = { role: 'listed', reference: prefix, version: 'cited', place: null }

/** Whether the pins say so. */
export function restsOnCited(pins: readonly EvidencePin[]): boolean {
  return pins.some(({ role, reference, version }) => role === 'listed' && reference === prefix && version === 'cited')
}

export function basisDigest({ title, passages }: BasisDocument): string {
  return digest('basis', title ?? '', ...passages.flatMap(({ version, placeDigest }) => [version, placeDigest]))
}

/** Paths of the documents an edition's question was predicted from, with how they were; empty where nothing is pinned. */
export function basisOf(pins: readonly EvidencePin[]): readonly { readonly path: string; readonly digest: string }[] {
  return pins.flatMap(({ role, reference, version }) =>
    role === 'listed' && reference.startsWith(prefix) && reference !== prefix
      ? [{ path: reference.slice(prefix.length), digest: version }]
      : [],
  )
}
