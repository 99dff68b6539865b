import type { HeuristicRung, Rung } from '../../spec/evidence.ts'

/** Which rungs of the cutoff ladder are climbed. Those that only judge can be switched off; the exact ones always run. */
export interface Cutoff {
  readonly off?: readonly HeuristicRung[]
}

/** Every rung on. */
export const wholeLadder: Cutoff = {}

/** Only rungs that compare: what an ask may rely on. */
export const exactRungs: Cutoff = { off: ['same-projection', 'claims-supported', 'same-claims'] }

export function isRungOn(cutoff: Cutoff, rung: Rung): boolean {
  return !(cutoff.off ?? []).some((off) => off === rung)
}
