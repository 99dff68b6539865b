/**
 * When each value of each subject could be seen: from the moment its write began until the moment the next write of the
 * subject was acknowledged. Moments are ticks of one counter, so that two events never share one.
 */
export interface ValidityLog {
  /** The next moment. */
  tick(): number
  /** A write of this value begins; null takes the subject away. Call what is returned once it is acknowledged. */
  writing(subject: string, value: string | null): () => void
  /** Whether the subject had this value at any moment of the span. */
  wasValid(subject: string, value: string, from: number, to: number): boolean
  /** What the subject said during and shortly before the span, for a report. */
  spansAround(subject: string, from: number, to: number): readonly Readonly<ValiditySpan>[]
}

export interface ValiditySpan {
  readonly value: string | null
  readonly from: number
  to: number
}

export function createValidityLog(): ValidityLog {
  let now = 0
  const spans = new Map<string, ValiditySpan[]>()
  const tick = () => ++now
  return {
    tick,
    writing(subject, value) {
      const own = spans.get(subject) ?? []
      spans.set(subject, own)
      const before = own.at(-1)
      own.push({ value, from: tick(), to: Number.POSITIVE_INFINITY })
      return () => {
        if (before !== undefined) before.to = tick()
      }
    },
    wasValid: (subject, value, from, to) =>
      (spans.get(subject) ?? []).some((span) => span.value === value && span.from <= to && span.to >= from),
    spansAround(subject, from, to) {
      const own = spans.get(subject) ?? []
      const first = own.findIndex((span) => span.to >= from)
      return own.slice(Math.max(0, first - 2)).filter((span) => span.from <= to)
    },
  }
}
