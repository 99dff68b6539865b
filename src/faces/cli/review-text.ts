import type { ApprovedView, ReviewItem } from '../reverie.ts'
import { formatPlace } from './format-place.ts'
import { printable, printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** What was approved, and where it stands. */
export function approvedLines(view: ApprovedView, style: Style): readonly string[] {
  const places = view.citations.map((place) => style.place(formatPlace(place))).join(' ')
  return [`${style.good(view.kind)}: ${printableLine(view.text)}`, printable(view.answer ?? '').trim(), places]
}

const why = {
  changed: 'what it quotes has changed',
  doubted: 'another passage speaks against it',
  withdrawn: 'it was withdrawn',
  waiting: 'asked, and not approved',
} as const

/** The review list: each question with why it waits, the person's text, what changed and what was generated since. */
export function reviewLines(items: readonly ReviewItem[], style: Style): readonly string[] {
  if (items.length === 0) return ['Nothing to review: every approved answer stands.']
  return items.flatMap((item, at) => {
    const lines = [...(at === 0 ? [] : ['']), style.bold(`${item.id.slice(0, 8)}  ${printableLine(item.text)}`)]
    lines.push(`  ${style.careful(why[item.why])}${item.asked === 0 ? '' : `, asked ${item.asked}×`}`)
    if (item.approved !== null) lines.push(`  ${item.approved.kind}:  ${printableLine(item.approved.text)}`)
    for (const { path, line, quote, state, now } of item.changes) {
      const place = path === '' ? '' : `${style.place(`${path}:${line}`)} `
      lines.push(`  was:       ${place}${printableLine(quote)}`)
      lines.push(state === 'gone' ? '  now:       it is gone' : `  now:       ${printableLine(now)}`)
    }
    if (item.draft !== null) lines.push(`  generated: ${printableLine(item.draft.text)} ${style.place(item.draft.places.join(' '))}`)
    return lines
  })
}
