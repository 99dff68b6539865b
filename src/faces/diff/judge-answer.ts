import type { Cutoff } from '../../lineage/rungs/cutoff.ts'
import type { Quote } from '../../spec/claim.ts'
import type { Rung } from '../../spec/evidence.ts'
import type { PassageId } from '../../spec/ids.ts'
import type { AlignedText } from './align-quote.ts'
import { factChange } from './fact-change.ts'
import type { FreshIndex } from './fresh-index.ts'
import { judgeQuote, type QuoteFate } from './judge-quotes.ts'
import { folded } from './laid-change.ts'
import type { LaidChange } from './lay-changes.ts'

/** What a change does to one prepared answer by what it quotes. */
export type AnswerFate =
  | { readonly kind: 'untouched' }
  /** The weakest rung it took. */
  | { readonly kind: 'held'; readonly rung: Rung | null }
  | { readonly kind: 'moved'; readonly quote: Quote; readonly now: AlignedText; readonly why: string }
  | {
      readonly kind: 'altered'
      readonly quote: Quote
      readonly now: AlignedText | null
      readonly change: 'facts' | 'wording'
      readonly why: string
    }
  | { readonly kind: 'withdrawn'; readonly quote: Quote; readonly why: string }

const strength: readonly (Rung | null)[] = [null, 'same-normal', 'same-projection', 'quotes-unmoved', 'place-changed']

/** Judges an answer by the quotation that fared worst. Pure. */
export function judgeAnswer(quotes: readonly Quote[], laid: LaidChange, index: FreshIndex, cutoff: Cutoff): AnswerFate {
  const touched = quotes.flatMap((quote) => {
    const change = laid.changes.get(quote.passage as PassageId)
    return change === undefined ? [] : [{ quote, fate: judgeQuote(quote, change, laid, index, cutoff) }]
  })
  if (touched.length === 0) return { kind: 'untouched' }
  const gone = touched.filter(({ fate }) => fate.kind === 'gone')
  const [first] = gone
  if (first !== undefined && gone.length === quotes.length) {
    const change = laid.changes.get(first.quote.passage)
    return { kind: 'withdrawn', quote: first.quote, why: change?.after === null ? 'its passage is gone' : 'what it quotes is gone' }
  }
  const altered = touched.flatMap(({ quote, fate }) => (fate.kind === 'altered' ? [{ quote, now: fate.now }] : []))
  const changed = altered.map((one) => ({ ...one, facts: factChange(folded(one.quote.text), folded(one.now.text)) }))
  const worst = changed.find(({ facts }) => facts !== null) ?? changed[0]
  if (worst !== undefined) {
    const { quote, now, facts } = worst
    return { kind: 'altered', quote, now, change: facts === null ? 'wording' : 'facts', why: facts ?? 'worded otherwise' }
  }
  if (first !== undefined) {
    return {
      kind: 'altered',
      quote: first.quote,
      now: null,
      change: 'facts',
      why: `${gone.length} of its ${quotes.length} quotations ${gone.length === 1 ? 'is' : 'are'} gone`,
    }
  }
  const moved = touched.flatMap(({ quote, fate }) => (fate.kind === 'moved' ? [{ quote, now: fate.now }] : []))[0]
  if (moved !== undefined) {
    const isHere = moved.now.passage.id === moved.quote.passage
    return { kind: 'moved', ...moved, why: isHere ? 'its words stand there, laid out otherwise' : 'its words stand in another place' }
  }
  return { kind: 'held', rung: weakest(touched.map(({ fate }) => fate)) }
}

function weakest(fates: readonly QuoteFate[]): Rung | null {
  const rungs = fates.flatMap((fate) => (fate.kind === 'held' ? [fate.rung] : []))
  return rungs.reduce<Rung | null>((worst, rung) => (strength.indexOf(rung) > strength.indexOf(worst) ? rung : worst), null)
}
