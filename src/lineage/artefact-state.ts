import type { ArtefactState } from '../spec/evidence.ts'

/*
 * The life of an artefact: a claim, a distillate or an entry.
 *
 *   owed ──started──▶ working ──made──▶ fresh ──doubted──▶ suspect
 *    ▲                 │  │              ▲ │                │   │
 *    └──interrupted────┘  │              │ └─confirmed──────┘   │
 *                        late            │ ◀────────────────────┘
 *                         ▼              │
 *                       stale ──support-back──▶ (fresh, or suspect where it was doubted)
 *                         │  ▲
 *            support-gone │  │ support-changed
 *                         ▼  │
 *                       dormant ──evicted──▶ evicted ──started──▶ working
 *
 * owed: there should be one and is none; no row. Entered at the start, and where work was interrupted. Left by `started`.
 * working: a sleeper that holds the scope's lease makes it; no row either, so that a crash leaves it owed.
 * fresh: everything it cites is at the version it pinned and nothing speaks against it. Servable.
 * suspect: the same, but something it relied on without citing may speak against it: one check, then served or not.
 * stale: something it cites has changed, or the check refuted it. Not served; kept, because old digests may return.
 * dormant: what it cites is deleted, or its question is no longer asked for. Seen by nothing but revival.
 * evicted: its row is gone, for age or size alone.
 *
 * A doubt outlives the loss of support: an artefact that was doubted comes back suspect, never fresh. `made` and
 * `confirmed` end a doubt.
 */

/** Where an artefact is in its life; the first two and the last have no row. */
export type ArtefactPhase = ArtefactState | 'owed' | 'working' | 'evicted'

/** What can happen to one. Everything else leaves it as it is. */
export const artefactEvents = [
  'started',
  'interrupted',
  'made',
  'late',
  'doubted',
  'confirmed',
  'refuted',
  'support-changed',
  'support-gone',
  'support-back',
  'evicted',
] as const
export type ArtefactEvent = (typeof artefactEvents)[number]

export interface ArtefactLife {
  readonly phase: ArtefactPhase
  readonly isDoubted: boolean
}

/** Phases an event moves, and where to; `undoubted` and `doubted` where it depends on the doubt. */
type Moves = Readonly<
  Partial<Record<ArtefactPhase, ArtefactPhase | { readonly undoubted: ArtefactPhase; readonly doubted: ArtefactPhase }>>
>

const back = { undoubted: 'fresh', doubted: 'suspect' } as const

/** The whole state machine; statements over stored rows are made from it too. */
export const artefactMoves: Readonly<Record<ArtefactEvent, Moves>> = {
  started: { owed: 'working', evicted: 'working' },
  interrupted: { working: 'owed' },
  made: { working: 'fresh', fresh: 'fresh', suspect: 'fresh', stale: 'fresh', dormant: 'fresh' },
  late: { working: 'stale' },
  doubted: { fresh: 'suspect' },
  confirmed: { suspect: 'fresh' },
  refuted: { suspect: 'stale' },
  'support-changed': { fresh: 'stale', suspect: 'stale', dormant: 'stale' },
  'support-gone': { fresh: 'dormant', suspect: 'dormant', stale: 'dormant' },
  'support-back': { stale: back, dormant: back },
  evicted: { stale: 'evicted', dormant: 'evicted' },
}

/** Phases in which a doubt is remembered. */
const remembers: ReadonlySet<ArtefactPhase> = new Set<ArtefactPhase>(['fresh', 'suspect', 'stale', 'dormant'])

/** The one reducer. An event that does not apply to a phase changes nothing. */
export function reduceArtefact(life: ArtefactLife, event: ArtefactEvent): ArtefactLife {
  const move = artefactMoves[event][life.phase]
  const phase = move === undefined ? life.phase : typeof move === 'string' ? move : life.isDoubted ? move.doubted : move.undoubted
  return { phase, isDoubted: remembers.has(phase) && doubtAfter(life, event) }
}

function doubtAfter({ phase, isDoubted }: ArtefactLife, event: ArtefactEvent): boolean {
  if (event === 'doubted') return isDoubted || remembers.has(phase)
  if (event === 'made') return false
  // A check that refutes has spoken: what comes back is what was refuted.
  if (event === 'confirmed') return phase === 'suspect' ? false : isDoubted
  return isDoubted
}
