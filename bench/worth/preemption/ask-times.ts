import { setTimeout as delay } from 'node:timers/promises'
import type { Reverie } from '../../../src/faces/reverie.ts'
import { type LoopStops, watchLoop } from '../../loop/loop-stop.ts'

/** How long asks took, and how the asking thread was served meanwhile. */
export interface AskTimes {
  readonly n: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly loop: LoopStops
}

/** People think between two asks. */
const gapMs = 250

/** Asks one question after another until all are asked or `isOver`. */
export async function askTimes(reverie: Reverie, questions: readonly string[], isOver: () => boolean = () => false): Promise<AskTimes> {
  const took: number[] = []
  const loop = watchLoop()
  for (const question of questions) {
    if (isOver()) break
    const began = performance.now()
    await reverie.ask({ question })
    took.push(performance.now() - began)
    await delay(gapMs)
  }
  const stops = loop.read()
  took.sort((one, other) => one - other)
  const at = (share: number) => took[Math.min(took.length - 1, Math.ceil(share * took.length) - 1)] ?? 0
  return { n: took.length, p50Ms: at(0.5), p95Ms: at(0.95), loop: stops }
}
