import { createMachineSignals } from '../../adapters/idle/machine-signals.ts'
import type { PauseGate } from '../../sleep/idle/pause-gate.ts'
import type { Clock } from '../../spec/clock.ts'
import { ReverieError } from '../../spec/errors.ts'
import type { Random } from '../../spec/random.ts'
import { systemTimer } from '../../spec/timer.ts'
import type { Reverie, ReverieOptions, UpOptions } from '../reverie.ts'
import { runUp } from './run-up.ts'

export interface UpFolderParts {
  /** Why nothing would be kept, or null. */
  readonly notKept: string | null
  readonly address: string | null
  readonly clock: Clock
  readonly random: Random
  readonly gate: PauseGate
  readonly idle: ReverieOptions['idle']
  /** Whether a folder is read. */
  readonly watches: boolean
  readonly reverie: Pick<Reverie, 'watch' | 'sleep'>
}

const usual = { afterSeconds: 60, maxLoad: 0.7, onBattery: false }

/** Runs the daemon over an open Reverie until its signal aborts. Throws `database-read-only` where nothing is kept, `lease-held` where one is up. */
export async function upFolder(parts: UpFolderParts, { signal, onEvent = () => {} }: UpOptions): Promise<void> {
  const { notKept, address, clock, random, gate, watches, reverie } = parts
  if (notKept !== null) {
    throw new ReverieError('database-read-only', `Nothing can be prepared because nothing can be kept: ${notKept}.`, {
      hint: 'Make the folder writable, or name another database with REVERIE_DATABASE.',
    })
  }
  const idle = { ...usual, ...parts.idle }
  await runUp({
    address,
    clock,
    timer: systemTimer,
    random,
    gate,
    signals: createMachineSignals(),
    settings: { afterMs: idle.afterSeconds * 1000 },
    conditions: { windows: idle.windows ?? [], maxLoad: idle.maxLoad, onBattery: idle.onBattery },
    watch: watches ? (options) => reverie.watch(options) : null,
    sleep: (options) => reverie.sleep(options),
    signal,
    onEvent,
  })
}
