import stringWidth from 'string-width'
import type { SummaryView } from '../reverie.ts'
import { fitText, padText } from './fit-text.ts'
import { formatPlace } from './format-place.ts'
import { formatAgo } from './format-time.ts'
import { printable, printableLine } from './printable.ts'
import type { Style } from './style.ts'

const labelColumnsMost = 44

/** A summary as text: a tree with one line each, or one distillate with its claims, their quotes and places. */
export function summaryLines(view: SummaryView, now: number, width: number, style: Style): readonly string[] {
  const head = [
    ...(view.label === '' ? [] : [style.bold(printableLine(view.label))]),
    ...(view.headline === '' ? [] : [printableLine(view.headline)]),
  ]
  const children = childLines(view.children, width, style)
  if (view.level === 'tree') {
    return children.length === 0 ? ['Nothing is distilled yet: run `reverie sleep` first.'] : [...head, '', ...children]
  }
  const made = view.madeAt === null ? '' : ` · made ${formatAgo(view.madeAt, now)}`
  const claims = view.claims.flatMap((claim) => claimLines(claim, style))
  return [...head, ...(children.length === 0 ? [] : ['', ...children]), '', ...claims, style.dim(`${view.level} · ${view.state}${made}`)]
}

function childLines(children: SummaryView['children'], width: number, style: Style): readonly string[] {
  const names = treeNames(children)
  const columns = Math.min(labelColumnsMost, width * 0.6, Math.max(0, ...names.map((name) => stringWidth(name))))
  return children.flatMap(({ headline, level }, index) => {
    const name = padText(names[index] ?? '', columns)
    const room = width - stringWidth(name) - 2
    const line =
      headline === '' || room < 12 ? fitText(name.trimEnd(), width) : `${name}  ${style.dim(fitText(printableLine(headline), room))}`
    return level === 'topic' && index > 0 && children[index - 1]?.level !== 'topic' ? ['', style.bold('Topics'), line] : [line]
  })
}

/** Labels indented by depth; below a folder without the part that the folder's own line says. */
function treeNames(children: SummaryView['children']): readonly string[] {
  const above: string[] = []
  return children.map(({ label, level, depth }) => {
    const name = level === 'module' && label !== '' && !label.endsWith('/') ? `${label}/` : label
    above.length = depth
    above[depth] = name
    const parent = above[depth - 1] ?? ''
    const shown = parent.endsWith('/') && name.startsWith(parent) ? name.slice(parent.length) : name
    return `${'  '.repeat(depth)}${printableLine(shown === '' ? '.' : shown)}`
  })
}

/** The claim, its quote where that says something else, and its place. */
function claimLines(claim: SummaryView['claims'][number], style: Style): readonly string[] {
  const text = printableLine(claim.text)
  const quote = printable(claim.quote).trim()
  const stamp = claim.stamp === 'exact' ? '' : ` · ${claim.stamp}`
  const place = `${style.place(formatPlace(claim))} ${style.dim(`· ${claim.type}${stamp}`)}`
  const quoted = printableLine(quote) === text || quote === '' ? [] : quote.split('\n').map((line) => `  > ${line}`)
  return [`- ${text}`, ...quoted, `  ${place}`, '']
}
