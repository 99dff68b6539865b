import type { Answer, Timings } from '../../spec/answer.ts'
import { formatAbout, formatSpend } from './format-number.ts'
import { formatAgo, formatDuration, formatMilliseconds } from './format-time.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** An answer counts as checked now where its check is no older. */
const nowMs = 5_000
/** Times below this are left out of the line. */
const shownMs = 0.05

/**
 * The one last line of an answer: how it was served, for which question and when it was prepared, or why what was prepared
 * was not used, how its source stands, the time and where it went, and what was saved or spent.
 */
export function answerLine(answer: Answer, now: number, style: Style): string {
  const parts = [servedPart(answer, now, style), freshnessPart(answer, now), timePart(answer.timings)]
  if (answer.savedTokens > 0) parts.push(`saves ${formatAbout(answer.savedTokens)} prompt tokens`)
  if (answer.model !== null && answer.spend.inputTokens + answer.spend.outputTokens > 0)
    parts.push(`${answer.model}: ${formatSpend(answer.spend)}`)
  parts.push(`why ${answer.id.slice(0, 8)}`)
  return parts.filter((part) => part !== '').join(style.dim(' · '))
}

function servedPart(answer: Answer, now: number, style: Style): string {
  const { decision } = answer
  // Of what was prepared: what is served instead cites its sources as they are now.
  const detail = printableLine(decision.reason === 'stale' ? `what was prepared was not used: ${decision.detail}` : decision.detail)
  switch (answer.served) {
    case 'adapted': {
      const when = answer.preparedAt === null ? '' : ` ${formatAgo(answer.preparedAt, now)}`
      return `${style.careful('adapted')}${style.dim(' · ')}${printableLine(answer.adaptation?.what ?? detail)}, prepared${when}`
    }
    case 'hit': {
      const made = madeBy(answer)
      const at = answer.approvedAt ?? answer.preparedAt
      const when = at === null ? '' : ` ${formatAgo(at, now)}`
      const question = answer.preparedFor === null ? '' : ` for "${printableLine(answer.preparedFor)}"`
      return `${style.good(answer.served)}${style.dim(' · ')}${made}${when}${question}`
    }
    case 'live': {
      if (decision.reason === 'ask-cap') return `${style.careful('live, quoted at the ask cap')}${style.dim(' · ')}${detail}`
      const guards = decision.guards.length === 0 ? '' : ` (${decision.guards.join(', ')})`
      return `${style.careful('live')}${style.dim(' · ')}${detail === '' ? decision.reason : detail}${guards}`
    }
    case 'none':
      return `${style.bad('none')}${style.dim(' · ')}${detail === '' ? 'nothing here answers this' : detail}`
  }
}

/** What a person wrote elsewhere, and came in a bundle, is a person's text here too. */
function madeBy({ preparedBy, approvedAt }: Answer): string {
  if (preparedBy === 'person') return approvedAt === null ? 'written by a person, not approved here' : 'written by a person'
  if (approvedAt !== null) return 'approved'
  return preparedBy === 'ask' ? 'answered' : 'prepared'
}

function freshnessPart(answer: Answer, now: number): string {
  if (answer.citations.length === 0 && answer.served === 'none')
    return answer.freshness.note === undefined ? '' : printableLine(answer.freshness.note)
  const { state, checkedAt, note } = answer.freshness
  const checked = Math.abs(now - checkedAt) < nowMs ? 'checked now' : `checked ${formatAgo(checkedAt, now)}`
  // What is read now has no earlier state that it could be compared with.
  if (answer.served === 'live' && state === 'fresh') return note === undefined ? nowRead : `${nowRead} (${printableLine(note)})`
  const words = {
    fresh: `source unchanged, ${checked}`,
    'soft-stale': `quoted source unchanged, ${checked}; its surroundings changed since`,
    unchecked: 'source not checked',
  }[state]
  return note === undefined ? words : `${words} (${printableLine(note)})`
}

const nowRead = 'cites its sources as they are now'

/** `27 ms (embed 26, match 0.3, fresh 0.1)` */
function timePart(timings: Timings): string {
  const steps = [
    ['sync', timings.syncMs],
    ['embed', timings.embedMs],
    ['match', timings.matchMs],
    ['read', timings.readMs],
    ['fresh', timings.freshMs],
  ] as const
  const shown = steps
    .filter(([, durationMs]) => durationMs >= shownMs)
    .map(([name, durationMs]) => `${name} ${formatMilliseconds(durationMs)}`)
  return `${formatDuration(timings.totalMs)}${shown.length === 0 ? '' : ` (${shown.join(', ')})`}`
}
