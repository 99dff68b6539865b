import type { PlanView } from '../reverie.ts'
import { formatAbout, formatCount, formatThings, formatUsd } from './format-number.ts'
import { formatPairs, formatTable } from './format-table.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** A plan as a person reads it: the work, its price against its cap, and the regions it goes to. */
export function planLines(view: PlanView, width: number, style: Style): readonly string[] {
  const { documents, questions, keys, calls, tokens, usd, cap } = view
  const spending =
    calls === 0
      ? 'nothing: no model would be called'
      : `${formatThings(calls, 'model call')}, ${formatAbout(tokens)} tokens, ${usd === null ? 'price unknown' : `about ${formatUsd(usd)}`}`
  const caps = [cap.tokens === null ? '' : formatThings(cap.tokens, 'token'), cap.usd === null ? '' : formatUsd(cap.usd)].filter(
    (text) => text !== '',
  )
  const pairs: (readonly [string, string])[] = [
    ['read', formatThings(documents.toRead, 'document')],
    ['distil', formatThings(documents.toDistil, 'document')],
    ['prepare', `${formatThings(questions.planned, 'new question')}, ${formatCount(questions.owed)} owed`],
    ['word', `other wordings of ${formatThings(keys.answers, 'answer')}`],
    ['spend', spending],
    ...(caps.length === 0 ? [] : [['cap', caps.join(' and ')] as const]),
  ]
  return [
    style.bold('The next sleep would'),
    ...formatPairs(pairs, width),
    ...(view.regions.length === 0 ? [] : ['', ...regionLines(view, width)]),
    ...(view.note === '' ? [] : ['', printableLine(view.note)]),
  ]
}

function regionLines({ regions, calls }: PlanView, width: number): readonly string[] {
  const rows = regions.map((region) => [
    printableLine(region.region) || '.',
    formatCount(region.questions),
    ...(calls === 0 ? [] : [formatAbout(region.tokens), region.usd === null ? '?' : formatUsd(region.usd)]),
    printableLine(region.why),
  ])
  const priced =
    calls === 0
      ? []
      : ([
          { title: 'tokens', align: 'right' },
          { title: 'price', align: 'right' },
        ] as const)
  return formatTable([{ title: 'region' }, { title: 'questions', align: 'right' }, ...priced, { title: 'why' }], rows, width)
}
