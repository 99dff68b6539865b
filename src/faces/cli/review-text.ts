import type { ApprovedView, ReviewItem, UnapprovedView } from '../reverie.ts'
import { formatThings } from './format-number.ts'
import { formatPlace } from './format-place.ts'
import { printable, printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** What was approved, and where it stands. */
export function approvedLines(view: ApprovedView, style: Style): readonly string[] {
  const places = view.citations.map((place) => style.place(formatPlace(place))).join(' ')
  return [`${style.good(view.kind)}: ${printableLine(view.text)}`, printable(view.answer ?? '').trim(), places]
}

/** What is left of an answer whose approval was taken back; a person's text is shown once more, as it is kept nowhere. */
export function unapprovedLines({ text, state, takenBack }: UnapprovedView): readonly string[] {
  if (takenBack === null) return [`${printableLine(text)}: not approved any more; ${state}`]
  const left = state === 'prepared' ? 'the answer before it is back' : 'the next sleep prepares one'
  return [`${printableLine(text)}: what a person wrote is removed; ${left}`, `was: ${printable(takenBack).trim()}`]
}

const why = {
  changed: 'what it quotes has changed',
  doubted: 'another passage speaks against it',
  withdrawn: 'it was withdrawn',
  waiting: 'asked, and not approved',
} as const

function unlistedLines(asks: number): readonly string[] {
  return [
    `${formatThings(asks, 'ask')} had no approved answer and cannot be listed: what was asked is not kept (askedText).`,
    'Answer in advance what people will ask: reverie questions edit "…" --text "…" --cite path:line',
  ]
}

/** The review list: each question with why it waits, the person's text, what changed and what was generated since. */
export function reviewLines(items: readonly ReviewItem[], unlisted: number, style: Style): readonly string[] {
  const rest = unlisted === 0 ? [] : ['', ...unlistedLines(unlisted)]
  if (items.length === 0) return ['Nothing to review: every approved answer stands.', ...rest]
  const listed = items.flatMap((item, at) => {
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
  return [...listed, ...rest]
}
