import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { PastAsk } from '../../spec/predictor.ts'

/** Every ask of one wording. */
export interface AskedWording {
  /** As it was typed last. */
  readonly text: string
  readonly key: string
  /** Oldest first, one at least. */
  readonly asks: readonly PastAsk[]
  readonly lastAt: number
  /** Region of what answered it last, or ''. */
  readonly region: string
}

/** Asks by wording, newest asked first; asks whose text is not kept are left out. */
export function askedWordings(asks: readonly PastAsk[], most = Number.POSITIVE_INFINITY): readonly AskedWording[] {
  const byKey = new Map<string, PastAsk[]>()
  for (const ask of asks) {
    const key = normaliseQuestion(ask.question)
    if (key === '') continue
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [ask])
    else known.push(ask)
  }
  const wordings = [...byKey].flatMap(([key, same]): readonly AskedWording[] => {
    const last = same.at(-1)
    if (last === undefined) return []
    const region = same.findLast((ask) => ask.region !== '')?.region ?? ''
    return [{ text: last.question, key, asks: same, lastAt: last.at, region }]
  })
  return wordings.sort((one, other) => other.lastAt - one.lastAt || (one.key < other.key ? -1 : 1)).slice(0, most)
}
