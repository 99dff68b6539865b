import type { CallOptions } from '../reverie.ts'

export interface GapsOptions extends CallOptions {
  /** At most this many gaps, and as many pairs. Default 20. */
  readonly limit?: number
  /** Only what was asked since, epoch ms. Default: everything still recorded. */
  readonly since?: number
}

/** What the documents do not answer, or answer in two ways. */
export interface GapsView {
  /** Most asked first. */
  readonly gaps: readonly GapView[]
  readonly pairs: readonly DifferingPairView[]
  /** Gaps there are, shown or not. */
  readonly total: number
  /** Asks that nothing answered and whose words are not kept. */
  readonly unworded: number
  /** How wordings were grouped: by their vectors at this cosine, or by their words alone. */
  readonly grouped: { readonly by: 'meaning' | 'words'; readonly bar: number }
}

/** Questions that ask the same and that nothing answers. */
export interface GapView {
  /** As it is asked most. */
  readonly question: string
  /** Every wording, most asked first. */
  readonly wordings: readonly { readonly id: string; readonly text: string; readonly asks: number }[]
  readonly asks: number
  /** Distinct sessions that asked; asks that named none are not counted. */
  readonly sessions: number
  /** `absent`: nothing was found. `wrong`: what was served was said to be wrong. */
  readonly why: 'absent' | 'wrong'
  readonly lastAskedAt: number | null
  /** The passage that comes nearest, or null where nothing is near. */
  readonly nearest: PlaceView | null
  /** What to write next, in one line. */
  readonly advice: string
}

export interface PlaceView {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  /** Its last heading, or ''. */
  readonly heading: string
  readonly text: string
  /** Cosine to the question; null where it was compared by words alone. */
  readonly similarity: number | null
}

/** Two documents that answer one question differently. */
export interface DifferingPairView {
  readonly question: string
  readonly places: readonly [PlaceView, PlaceView]
}
