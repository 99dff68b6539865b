import type { PlanRegionView, PlanView } from '../reverie.ts'
import { foldRegions } from '../views/fold-regions.ts'
import { wholeCorpus } from '../views/plan-regions.ts'
import { formatAbout, formatCount, formatThings, formatUsd } from './format-number.ts'
import { formatPairs, formatTable } from './format-table.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

const mostRegions = 15

/** A plan as a person reads it: the work, its price against its cap, what it should save, and the regions it goes to. */
export function planLines(view: PlanView, width: number, style: Style): readonly string[] {
  const { documents, questions, keys, cap, skipped } = view
  const caps = [cap.tokens === null ? '' : formatThings(cap.tokens, 'token'), cap.usd === null ? '' : formatUsd(cap.usd)].filter(
    (text) => text !== '',
  )
  const whole = view.regions.find(({ region }) => region === wholeCorpus)
  const left = skipped.map(({ reason, count }) => `${formatThings(count, 'question')}: ${printableLine(reason)}`)
  const pairs: (readonly [string, string])[] = [
    ['read', formatThings(documents.toRead, 'document')],
    ['distil', formatThings(documents.toDistil, 'document')],
    ['prepare', `${formatThings(questions.planned, 'new question')}, ${formatCount(questions.owed)} owed`],
    // The row of the whole corpus tells of wordings, too, and is cut in a table.
    whole === undefined ? ['word', `other wordings of ${formatThings(keys.answers, 'answer')}`] : ['besides', printableLine(whole.why)],
    ['spend', spendingText(view)],
    ...(view.calls === 0 || questions.owed === 0 ? [] : [['save', savingText(view)] as const]),
    ...left.map((line, index) => [index === 0 ? 'leave' : '', line] as const),
    ...(caps.length === 0 ? [] : [['cap', caps.join(' and ')] as const]),
    ...(view.cheaper === null ? [] : [['cheaper', cheaperText(view.cheaper)] as const]),
  ]
  return [
    style.bold(view.nothing === null ? 'The next sleep would' : printableLine(view.nothing)),
    ...formatPairs(pairs, width),
    ...(view.regions.length === 0 ? [] : ['', ...regionLines(view, width)]),
    ...(view.note === '' ? [] : ['', printableLine(view.note)]),
  ]
}

function spendingText({ calls, tokens, usd }: PlanView): string {
  if (calls === 0) return 'nothing: no model would be called'
  return `${formatThings(calls, 'model call')}, ${formatAbout(tokens)} tokens, ${usd === null ? 'price unknown' : `about ${formatUsd(usd)}`}`
}

function savingText({ worth: { expectedAsks, saving, net, isLearned } }: PlanView): string {
  const asks = `${formatAsks(expectedAsks)} expected to be served: ${formatAbout(saving.tokens)} tokens and ${formatAbout(saving.seconds)} s of waiting`
  const balance = net === null ? '' : `; net ${signedUsd(net)} for what is owed`
  return `${asks}${balance}${isLearned ? '' : ' (a guess: too little was asked yet)'}`
}

function cheaperText({ at, factor }: NonNullable<PlanView['cheaper']>): string {
  return `from ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC calls cost ${Number((factor * 100).toPrecision(3))} % of now`
}

function regionLines({ regions, calls }: PlanView, width: number): readonly string[] {
  const whole = regions.filter(({ region }) => region === wholeCorpus).map((region) => ({ ...region, why: 'besides' }))
  const shown = [...foldRegions(regions.slice(0, regions.length - whole.length), mostRegions), ...whole]
  const right = (title: string) => ({ title, align: 'right' }) as const
  const columns = [{ title: 'region' }, right('questions'), ...(calls === 0 ? [] : ['asks', 'price', 'net'].map(right)), { title: 'why' }]
  const rows = shown.map((region) => [
    shortened(printableLine(region.region) || '.', calls === 0 ? 40 : 26),
    formatCount(region.questions),
    ...(calls === 0 ? [] : [formatExpected(region.expectedAsks), priceOf(region), region.net === null ? '?' : signedUsd(region.net)]),
    printableLine(region.why),
  ])
  return [...formatTable(columns, rows, width), ...(shown.length < regions.length ? ['(--json lists the others)'] : [])]
}

function priceOf({ tokens, usd }: PlanRegionView): string {
  return usd === null ? `${formatAbout(tokens)} tokens` : formatUsd(usd)
}

function formatExpected(asks: number): string {
  return asks === 0 ? '-' : asks < 0.1 ? '<0.1' : asks.toFixed(asks < 10 ? 1 : 0)
}

function formatAsks(asks: number): string {
  return `${formatExpected(asks)} ${asks === 1 ? 'ask' : 'asks'}`
}

/** `+$0.02`, `-$1.20`. */
function signedUsd(usd: number): string {
  return `${usd < 0 ? '-' : '+'}${formatUsd(Math.abs(usd))}`
}

/** The end of a path tells more than its beginning. */
function shortened(text: string, most: number): string {
  return text.length <= most ? text : `…${text.slice(1 - most)}`
}
