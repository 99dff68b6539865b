/** Changes seen of a document, or of several together, and for how long they were watched; both may be decayed alike. */
export interface ChangeHistory {
  readonly changes: number
  /** Days. */
  readonly days: number
}

/** Gamma distribution of a rate of change per day: `shape` changes seen in `days`. */
export interface ChangeRate {
  readonly shape: number
  readonly days: number
}

/** Before anything is known: a change in a month, as good as known from half a change. */
const priorShape = 0.5
const priorDaysForChange = 30
/** What all documents of the scope say counts for a single one like this many changes of its own. */
const pooledShape = 0.5

/**
 * Rate of change of a region by Gamma-Poisson: its own history on top of what the whole scope's says, which itself stands on
 * a wide prior (empirical Bayes; Robbins 1956).
 */
export function changeRate(own: ChangeHistory, whole: ChangeHistory): ChangeRate {
  const mean = (priorShape + whole.changes) / (priorShape * priorDaysForChange + whole.days)
  return { shape: pooledShape + own.changes, days: pooledShape / mean + own.days }
}

/** P(no change within `days`): the zero of the negative binomial that a Poisson count has under a Gamma rate. */
export function survivalOver({ shape, days: seen }: ChangeRate, days: number): number {
  return days <= 0 ? 1 : (seen / (seen + days)) ** shape
}

/** Mean of {@link survivalOver} over the days from now on: the part of asks spread evenly over them that come before a change. */
export function meanSurvival({ shape, days: seen }: ChangeRate, days: number): number {
  if (days <= 0 || seen <= 0) return days <= 0 ? 1 : 0
  const [grown, power] = [(seen + days) / seen, 1 - shape]
  const integral = Math.abs(power) < 1e-9 ? seen * Math.log(grown) : (seen * (grown ** power - 1)) / power
  return Math.min(1, integral / days)
}

/**
 * Mean days until a question is first asked, given that it is asked within `horizonDays` with probability `p`: of an
 * exponential wait cut at the horizon. Half the horizon for a rare one, at once for a certain one.
 */
export function daysUntilAsked(p: number, horizonDays: number): number {
  const probability = Math.min(Math.max(p, 0), 1 - 1e-9)
  if (probability < 1e-4) return horizonDays / 2
  const rate = -Math.log1p(-probability) / horizonDays
  return 1 / rate - horizonDays / Math.expm1(rate * horizonDays)
}

/** Asks within the horizon of a Poisson stream of which one or more come with probability `p`. */
export function asksOf(p: number): number {
  return -Math.log1p(-Math.min(Math.max(p, 0), 0.999))
}
