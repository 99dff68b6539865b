import type { SpendCap } from '../ledger/spend-cap.ts'
import type { SpendContext } from '../spec/ledger.ts'

/** A call that the provider may charge for: its worst case until it ends, then what it used. */
export interface Charged {
  /** Epoch ms. */
  readonly at: number
  readonly context: SpendContext
  readonly worst: CapSum
  /** What it came to; null while it runs, and for ever after a crash. */
  final: CapSum | null
  /** Whether the ledger has been told. */
  isBooked: boolean
}

export interface CapSum {
  readonly tokens: number
  readonly micros: number
}

/** Caps whose windows were charged more than they allow, in words. Added up apart from the ledger: nothing of it is used here. */
export function excesses(caps: readonly SpendCap[], charges: readonly Charged[]): readonly string[] {
  return caps.flatMap((cap) => {
    const sums = new Map<string, CapSum>()
    for (const charge of charges) {
      if (cap.purpose !== undefined && cap.purpose !== charge.context.purpose) continue
      const key = windowKey(cap, charge)
      sums.set(key, add(sums.get(key) ?? { tokens: 0, micros: 0 }, charge.final ?? charge.worst))
    }
    return [...sums].flatMap(([key, sum]) =>
      isOver(cap, sum) ? [`${cap.setting} ${key}: ${sum.tokens} tokens, ${sum.micros} micro-dollars`] : [],
    )
  })
}

/** Whether every cap had room for the call beside all that `others` may cost at worst: then nothing may refuse it. */
export function fitsAll(caps: readonly SpendCap[], call: Charged, others: readonly Charged[]): boolean {
  return caps.every((cap) => {
    if (cap.purpose !== undefined && cap.purpose !== call.context.purpose) return true
    const key = windowKey(cap, call)
    const same = others.filter((other) => windowKey(cap, other) === key && (cap.purpose ?? other.context.purpose) === other.context.purpose)
    return !isOver(
      cap,
      same.reduce((sum, other) => add(sum, other.final ?? other.worst), call.worst),
    )
  })
}

function isOver({ tokens, usd }: SpendCap, sum: CapSum): boolean {
  return (tokens !== null && sum.tokens > tokens) || (usd !== null && sum.micros > Math.round(usd * 1_000_000))
}

function add(one: CapSum, other: CapSum): CapSum {
  return { tokens: one.tokens + other.tokens, micros: one.micros + other.micros }
}

function windowKey({ per, where }: SpendCap, { at, context }: Charged): string {
  const whose = where === 'everywhere' ? 'all' : `${context.scope}/${context.side}`
  const date = new Date(at)
  const month = `${date.getUTCFullYear()}-${date.getUTCMonth() + 1}`
  const when = { cause: context.cause, day: `${month}-${date.getUTCDate()}`, month, ever: 'ever' }[per]
  return `${whose} ${when}`
}
