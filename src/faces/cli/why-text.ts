import type { WhyView } from '../reverie.ts'
import { formatPlace } from './format-place.ts'
import { formatPairs, formatTable } from './format-table.ts'
import { lineageLines, verifiedText } from './lineage-text.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** A decision as a person reads it: what it is, why, what it rests on, and which prepared answers were weighed. */
export function whyLines(view: WhyView, now: number, width: number, style: Style): readonly string[] {
  const facts: (readonly [string, string])[] = view.facts.map(({ label, value }) => [printableLine(label), printableLine(value)])
  const { decision } = view
  if (decision !== null && !view.facts.some(({ label }) => label === 'because')) {
    facts.push(['reason', printableLine(decision.detail === '' ? decision.reason : `${decision.reason}: ${decision.detail}`)])
    if (decision.guards.length > 0) facts.push(['guards', decision.guards.join(', ')])
  }
  const last = view.lineage?.verified ?? null
  const verified = last === null ? [] : [['last change', verifiedText(last, now)] as const]
  return [
    style.bold(printableLine(view.title)),
    ...formatPairs([['id', `${view.id} (${view.kind}, ${view.state})`], ...facts, ...verified], width),
    ...section(`rests on (${view.evidence.length})`, evidenceLines(view, width - 2), style),
    ...section('lineage', view.lineage === null ? [] : lineageLines(view.lineage, now, width - 2), style),
    ...section(`weighed (${view.candidates.length}, best first)`, candidateLines(view, width - 2), style),
  ]
}

function section(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : ['', style.bold(title), ...lines.map((line) => `  ${line}`)]
}

function evidenceLines({ evidence }: WhyView, width: number): readonly string[] {
  if (evidence.length === 0) return []
  const rows = evidence.map((item) => [item.role, formatPlace(item), item.state, printableLine(item.quote)])
  return formatTable([{ title: 'role' }, { title: 'place' }, { title: 'source' }, { title: 'quote' }], rows, width)
}

function candidateLines({ candidates }: WhyView, width: number): readonly string[] {
  if (candidates.length === 0) return []
  const rows = candidates.map((candidate) => [
    candidate.similarity.toFixed(3),
    printableLine(candidate.outcome),
    candidate.guards.map(({ guard, saw }) => printableLine(saw === '' ? guard : `${guard}: ${saw}`)).join('; ') || '-',
    printableLine(candidate.preparedFor),
  ])
  return formatTable(
    [{ title: 'alike', align: 'right' }, { title: 'outcome' }, { title: 'guards' }, { title: 'prepared for' }],
    rows,
    width,
  )
}
