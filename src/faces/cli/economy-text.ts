import type { BalanceView, EconomyView, PredictorBalance } from '../reverie.ts'
import { formatCount, formatShare, formatThings, formatUsd } from './format-number.ts'
import { formatPairs, formatTable } from './format-table.ts'
import { formatDuration } from './format-time.ts'
import { printableLine } from './printable.ts'

const predictorsShown = 6

/** Whether sleeping pays, as a section of the status. `hasModel` false: what is saved is what a model would have taken. */
export function economyLines(view: EconomyView, hasModel: boolean, width: number): readonly string[] {
  const { recent, ever, wasted, breakEven, advice } = view
  const right = (title: string) => ({ title, align: 'right' }) as const
  const unit = hasModel ? '' : ' (hypothetical: no model is named)'
  const rows = [balanceRow('30 days', recent), balanceRow('ever', ever)]
  const columns = [{ title: 'sleep' }, right('spent'), right('saved'), right('net'), right('hits of asks')]
  return [
    ...formatTable(columns, rows, width),
    ...formatPairs(
      [
        ['waiting', `${formatDuration(recent.saved.seconds * 1000)} saved in 30 days, ${formatDuration(ever.saved.seconds * 1000)} ever`],
        ['pays back', `${breakEven.text}${unit}`],
        ['wasted', wastedText(wasted)],
        ...predictorPairs(view.predictors),
        ['advice', printableLine(advice.text)],
      ],
      width,
      '',
    ),
  ]
}

function balanceRow(label: string, { spent, saved, net, asks, hits }: BalanceView): readonly string[] {
  const share = asks === 0 ? '-' : `${formatCount(hits)} of ${formatCount(asks)} (${formatShare(Math.round((100 * hits) / asks) / 100)})`
  return [
    label,
    amount(spent),
    amount(saved),
    net.usd === null || isUnpriced(net, spent, saved) ? tokens(net.tokens) : signed(net.usd),
    share,
  ]
}

interface Amount {
  readonly tokens: number
  readonly usd: number | null
}

/** Tokens were counted, and none of them had a price: their dollars say nothing. */
function isUnpriced(net: Amount, spent: Amount, saved: Amount): boolean {
  return net.tokens !== 0 && spent.usd === 0 && saved.usd === 0
}

function amount({ tokens: count, usd }: Amount): string {
  return usd === null || (usd === 0 && count > 0) ? tokens(count) : formatUsd(usd)
}

function tokens(count: number): string {
  return `${count < 0 ? '-' : ''}${formatThings(Math.abs(count), 'token')}`
}

function signed(usd: number): string {
  return `${usd < 0 ? '-' : '+'}${formatUsd(Math.abs(usd))}`
}

function wastedText({ count, tokens: spent, usd }: EconomyView['wasted']): string {
  if (count === 0) return 'nothing: no question was prepared in vain'
  return `${formatThings(count, 'question')} prepared for nothing: no answer stood, or nobody asked (${tokens(spent)}${usd === null || usd === 0 ? '' : `, ${formatUsd(usd)}`})`
}

function predictorPairs(predictors: readonly PredictorBalance[]): readonly (readonly [string, string])[] {
  const shown = predictors.filter(({ spent, saved }) => spent.tokens > 0 || saved.tokens !== 0).slice(0, predictorsShown)
  return shown.map((one, index) => {
    const name = one.predictor === '' ? 'no single question' : printableLine(one.predictor)
    const next = one.share === null ? '' : `; ${formatShare(Math.round(one.share * 100) / 100)} of the next budget`
    return [index === 0 ? 'by' : '', `${name}: spent ${amount(one.spent)}, saved ${amount(one.saved)}${next}`]
  })
}
