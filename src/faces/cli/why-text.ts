import type { WhyView } from '../reverie.ts'
import { formatPlace } from './format-place.ts'
import { formatPairs, formatTable } from './format-table.ts'
import { lineageLines, verifiedText } from './lineage-text.ts'
import { candidateLines, decisionPairs, verdictLines } from './match-why-text.ts'
import { printableLine } from './printable.ts'
import type { Style } from './style.ts'

/** What `why` shows beyond the decision. */
export interface WhyTextOptions {
  /** Each candidate's weightiest features. */
  readonly features?: boolean
}

/**
 * A decision as a person reads it: of an ask first its verdict in words and the prepared answers weighed; then what it
 * rests on. Lines fit into `width`, long words broken.
 */
export function whyLines(view: WhyView, now: number, width: number, style: Style, options: WhyTextOptions = {}): readonly string[] {
  const { match } = view
  const facts = view.facts.map(({ label, value }) => [printableLine(label), printableLine(value)] as const)
  const last = view.lineage?.verified ?? null
  const verified = last === null ? [] : [['last change', verifiedText(last, now)] as const]
  const id = ['id', `${view.id} (${view.kind}, ${view.state})`] as const
  const title = printableLine(view.title)
  const pairs =
    match === null ? [id, ...facts, ...verified] : [['question', title] as const, ...decisionPairs(match, now), ...facts, ...verified, id]
  return [
    ...(match === null ? [style.bold(title)] : [...verdictLines(match, width, style), '']),
    ...formatPairs(pairs, width, '  ', { breaksWords: true }),
    ...section(
      `weighed (${view.candidates.length}, nearest first)`,
      candidateLines(view.candidates, width - 2, style, { features: options.features ?? false }),
      style,
    ),
    ...section(`rests on (${view.evidence.length})`, evidenceLines(view, width - 2), style),
    ...section('lineage', view.lineage === null ? [] : lineageLines(view.lineage, now, width - 2), style),
  ]
}

function section(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : ['', style.bold(title), ...lines.map((line) => `  ${line}`.trimEnd())]
}

function evidenceLines({ evidence }: WhyView, width: number): readonly string[] {
  if (evidence.length === 0) return []
  const rows = evidence.map((item) => [item.role, formatPlace(item), item.state, printableLine(item.quote)])
  return formatTable([{ title: 'role' }, { title: 'place' }, { title: 'source' }, { title: 'quote' }], rows, width)
}
