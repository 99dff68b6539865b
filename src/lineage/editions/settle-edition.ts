import type { AnswerBody } from '../../spec/answer.ts'
import type { Quote } from '../../spec/claim.ts'
import type { PassageId } from '../../spec/ids.ts'
import type { EvidencePin } from '../evidence-pin.ts'
import type { EditionBody } from './edition.ts'

/** As much of a live passage as a quotation needs. */
export interface QuotablePassage {
  readonly passage: PassageId
  readonly path: string
  readonly placeDigest: string
  readonly text: string
}

export interface Settled {
  readonly body: AnswerBody
  /** What it rests on, the quoted passages under the ids they have here. */
  readonly pins: readonly EvidencePin[]
}

/**
 * Takes an edition's quotations from the passages that hold the versions it cites: the passage quoted before, else one at
 * the same path, else the first. Null where a version is held by none under the place pinned, or where a quotation does
 * not stand there word for word.
 */
export function settleEdition(
  { entry, paths }: EditionBody,
  pins: readonly EvidencePin[],
  holders: (version: string) => readonly QuotablePassage[],
): Settled | null {
  const pathOf = new Map(paths.map(({ version, path }) => [version, path]))
  const homes = new Map<string, QuotablePassage>()
  const homeOf = (passage: string, version: string, place: string | null): QuotablePassage | undefined => {
    const known = homes.get(`${passage} ${version}`)
    if (known !== undefined) return known
    const standing = holders(version).filter((holder) => place === null || holder.placeDigest === place)
    const home =
      standing.find((holder) => holder.passage === passage) ?? standing.find((holder) => holder.path === pathOf.get(version)) ?? standing[0]
    if (home !== undefined) homes.set(`${passage} ${version}`, home)
    return home
  }
  const moved: EvidencePin[] = []
  for (const pin of pins) {
    if (pin.role !== 'cited') continue
    const home = homeOf(pin.reference, pin.version, pin.place)
    if (home === undefined) return null
    moved.push({ ...pin, reference: home.passage, place: home.placeDigest })
  }
  const quotes: Quote[] = []
  for (const quote of entry.body.quotes) {
    const home = homes.get(`${quote.passage} ${quote.version}`) ?? homeOf('', quote.version, null)
    if (home === undefined || home.text.slice(quote.start, quote.end) !== quote.text) return null
    quotes.push({ ...quote, passage: home.passage })
  }
  const cited = new Set(moved.map((pin) => pin.version))
  if (quotes.some((quote) => !cited.has(quote.version))) return null
  const once = [...new Map(moved.map((pin) => [`${pin.reference} ${pin.version}`, pin])).values()]
  return { body: { ...entry.body, quotes }, pins: [...once, ...pins.filter((pin) => pin.role !== 'cited')] }
}
