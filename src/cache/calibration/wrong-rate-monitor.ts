import { ReverieError } from '../../spec/errors.ts'

/** A bettor's capital against "no more than maxWrong of the hits are wrong". Plain JSON, to be stored between hits. */
export interface MonitorState {
  /** The promise watched; a state is about no other. */
  readonly maxWrong: number
  readonly seen: number
  readonly wrong: number
  /** Capital at stake on each supposed rate of wrong hits. */
  readonly staked: readonly number[]
  /** Capital not staked yet. */
  readonly reserve: number
  /** Largest capital there ever was; 1 at the start. */
  readonly peak: number
}

/** What is supposed instead of the promised rate, as its multiples: a slow slip, a clear break, a flood. */
const supposed = [2, 5, 20] as const
const highestRate = 0.9
/** Keeps a broken monitor's numbers finite, and so valid JSON. */
const enough = 1e12

/** A monitor that has seen nothing yet. @throws ReverieError `bad-argument` where `maxWrong` is not between 0 and 0.5. */
export function startMonitor(maxWrong: number): MonitorState {
  if (!(maxWrong > 0 && maxWrong < 0.5))
    throw new ReverieError('bad-argument', `a rate of ${maxWrong} cannot be watched`, { hint: 'Give a rate above 0 and below 0.5.' })
  return { maxWrong, seen: 0, wrong: 0, staked: supposed.map(() => 0), reserve: 1, peak: 1 }
}

/**
 * The monitor after one more checked hit.
 *
 * Testing by betting (Waudby-Smith & Ramdas 2020, arXiv 2010.09686): each stake is multiplied by how much likelier the
 * outcome is at a supposed rate than at the promised one. While the promise holds no such bet gains on average, whatever
 * the order and however often one looks, so that the capital ever reaches 1/(1 − confidence) with a chance of at most
 * 1 − confidence (Ville's inequality).
 *
 * One bet begun at the start loses nearly all it has in a long good run and then needs as long to notice a break. So capital is
 * kept back and a fresh part of it staked every so often (1/(k(k+1)) of it the k-th time): a mixture over the moments at which
 * the rate may have risen. The e-detectors of Shin, Ramdas & Rinaldo (2022, arXiv 2203.03532) and Page's CUSUM restart at
 * full capital instead: somewhat faster after a good run, but then only the mean time to a false alarm is held, and a gate
 * that is watched for years closes by chance for certain.
 *
 * Begin anew with {@link startMonitor} when another calibration takes over (its hits are of another rate) and when a gate is
 * opened again; not after an alarm alone. A `maxWrong` other than the state's begins anew by itself.
 */
export function observe(state: MonitorState | null, wrong: boolean, maxWrong: number): MonitorState {
  const before = state === null || state.maxWrong !== maxWrong ? startMonitor(maxWrong) : state
  const stakes = Math.ceil(0.5 / maxWrong)
  const fresh = before.seen % stakes === 0 ? 1 / ((before.seen / stakes + 1) * (before.seen / stakes + 2)) : 0
  const staked = supposed.map((multiple, at) => {
    const rate = Math.min(highestRate, multiple * maxWrong)
    const gain = wrong ? rate / maxWrong : (1 - rate) / (1 - maxWrong)
    return Math.min(enough, ((before.staked[at] ?? 0) + fresh / supposed.length) * gain)
  })
  const reserve = Math.max(0, before.reserve - fresh)
  const after = { maxWrong, seen: before.seen + 1, wrong: before.wrong + (wrong ? 1 : 0), staked, reserve, peak: before.peak }
  return { ...after, peak: Math.max(before.peak, capitalOf(after)) }
}

/** What the bets and the reserve are worth: 1 at the start, and not above it on average while the promise holds. */
export function capitalOf({ staked, reserve }: Pick<MonitorState, 'staked' | 'reserve'>): number {
  return staked.reduce((sum, stake) => sum + stake, reserve)
}

/** Whether the promise is refuted at a confidence. Once it is, it stays so until the monitor begins anew. */
export function isBroken(state: MonitorState | null, confidence: number): boolean {
  return state !== null && state.peak >= 1 / (1 - confidence)
}
