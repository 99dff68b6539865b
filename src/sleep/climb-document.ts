import type { PassageState } from '../corpus/change-hook.ts'
import type { DocumentSummary } from '../corpus/documents.ts'
import { textDigests } from '../corpus/passage-digests.ts'
import type { PlacedPassage } from '../corpus/passages.ts'
import { type Cutoff, wholeLadder } from '../lineage/rungs/cutoff.ts'
import { followQuote } from '../lineage/rungs/follow-quote.ts'
import type { Claim, Quote } from '../spec/claim.ts'
import type { Digest } from '../spec/digest.ts'
import { type Rung, rungs } from '../spec/evidence.ts'
import type { FormerDistillate } from './former-distillate.ts'
import { sameLayout } from './same-layout.ts'
import type { SleepContext } from './sleep-context.ts'

/** Claims that hold of a document as it is, with their quotes where they stand now. */
export interface KeptClaims {
  readonly rung: Rung
  readonly claims: readonly Claim[]
}

/**
 * What a document's former distillate still is of it as it is: nothing that a distiller is shown differs but its layout,
 * and every quote is found again. Null where it must be distilled anew. No model is asked.
 */
export async function climbDocument(
  context: SleepContext,
  summary: DocumentSummary,
  former: FormerDistillate,
  passages: readonly PlacedPassage[],
): Promise<KeptClaims | null> {
  const cutoff = context.cutoff ?? wholeLadder
  const { pins } = former
  if (pins.length === 0 || pins.length !== passages.length || former.title !== summary.title) return null
  const texts = await textsOf(context, former, passages)
  let worst: Rung = former.document === summary.id ? 'revived' : 'no-operation'
  for (const [at, after] of passages.entries()) {
    const pin = pins[at]
    if (pin === undefined || pin.place !== after.placeDigest) return null
    if (pin.version === after.version) continue
    const text = texts.get(pin.version)
    if (text === undefined || pin.reference !== after.id) return null
    const rung = sameLayout(stateOf(after, text, pin.version as Digest), stateOf(after, after.text, after.version), cutoff)
    if (rung === null) return null
    if (worst === 'revived' || worst === 'no-operation' || rungs.indexOf(rung) > rungs.indexOf(worst)) worst = rung
  }
  const claims = follow(former, passages, texts, cutoff)
  return claims === null ? null : { rung: worst, claims }
}

function follow(
  former: FormerDistillate,
  passages: readonly PlacedPassage[],
  texts: ReadonlyMap<string, string>,
  cutoff: Cutoff,
): readonly Claim[] | null {
  const now = new Map<string, PlacedPassage>(passages.map((passage) => [passage.id, passage]))
  // Another passage of the same text may have taken a passage's place, as where a file was deleted and written again.
  const takenBy = new Map(former.pins.flatMap((pin, at) => (passages[at] === undefined ? [] : [[pin.reference, passages[at]] as const])))
  const claims: Claim[] = []
  for (const claim of former.claims) {
    const quotes: Quote[] = []
    for (const quote of claim.quotes) {
      const passage = now.get(quote.passage) ?? takenBy.get(quote.passage)
      const moved = passage === undefined ? null : placed(quote, passage, texts, cutoff)
      if (moved === null) return null
      quotes.push(moved)
    }
    claims.push({ ...claim, quotes })
  }
  return claims
}

function placed(quote: Quote, passage: PlacedPassage, texts: ReadonlyMap<string, string>, cutoff: Cutoff): Quote | null {
  const here = { ...quote, passage: passage.id }
  if (quote.version === passage.version) return here
  const text = texts.get(quote.version)
  if (text === undefined) return null
  return followQuote(here, stateOf(passage, text, quote.version), stateOf(passage, passage.text, passage.version), cutoff)?.quote ?? null
}

function stateOf({ kind, language, place, placeDigest }: PlacedPassage, text: string, version: Digest): PassageState {
  return {
    document: '' as PassageState['document'],
    version,
    normal: textDigests(kind, text).normal,
    text,
    kind,
    language,
    place,
    placeDigest,
  }
}

async function textsOf(
  { store, scope }: SleepContext,
  { pins, claims }: FormerDistillate,
  passages: readonly PlacedPassage[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>(passages.map((passage) => [passage.version, passage.text]))
  const quoted = claims.flatMap((claim) => claim.quotes.map((quote) => quote.version as string))
  const wanted = [...new Set([...pins.map((pin) => pin.version), ...quoted])].filter((version) => !texts.has(version))
  for (let at = 0; at < wanted.length; at += 400) {
    const rows = await store.read
      .selectFrom('versions')
      .select(['digest', 'text'])
      .where('scope', '=', scope)
      .where('digest', 'in', wanted.slice(at, at + 400))
      .execute()
    for (const row of rows) texts.set(row.digest, row.text)
  }
  return texts
}
