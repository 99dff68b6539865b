import { statSync } from 'node:fs'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { atMost, printed } from './figures.ts'
import { notePrepared } from './prepared-scope.ts'
import { copyScope, originOf, type ScopeFolder } from './scope-folder.ts'
import { sleepApart } from './sleep-apart.ts'
import { textOf } from './text-of.ts'

/** What a first sleep over a folder must reach; seconds where not said otherwise. */
export interface SleepTargets {
  readonly wholeS?: number
  readonly askableS?: number
  readonly preparedS?: number
  readonly peakMb?: number
}

/** The first and an unchanged second sleep over real files, each in a process of its own. */
export function firstSleepPart(name: 'hono' | 'zod', about: string, takes: string, targets: SleepTargets): MeasuredPart {
  return {
    name,
    about,
    takes,
    async run({ data, log }) {
      const origin = originOf(name, data)
      if (origin === null) return { figures: [], notes: [`${name}: its files are not here`] }
      const measured = await measureFirstSleep(await copyScope(name, origin), targets, log)
      notePrepared(name)
      return measured
    },
  }
}

export async function measureFirstSleep(scope: ScopeFolder, targets: SleepTargets, log: (line: string) => void) {
  const { name } = scope
  const text = await textOf(scope.folder)
  log(`${name}: first sleep over ${text.files} files, ${(text.bytes / 1e6).toFixed(1)} MB`)
  const first = await sleepApart(scope)
  const databaseBytes = statSync(scope.database).size
  log(`${name}: first sleep took ${(first.receipt.durationMs / 1000).toFixed(0)} s; once more, unchanged`)
  const second = await sleepApart(scope)
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000)
  const read = first.receipt.sync.documents.total
  const calls = second.receipt.spend.inputTokens + second.receipt.spend.outputTokens
  const figures: readonly Figure[] = [
    printed(`${name}: files in the folder, documents read`, `${text.files}, ${read}`),
    bounded(`${name}: first sleep`, seconds(first.receipt.durationMs), 's', targets.wholeS),
    printed(`${name}: processor time of it, all threads`, seconds(first.processorMs), 's'),
    bounded(`${name}: first lexical answer possible after`, seconds(first.receipt.askableAfterMs), 's', targets.askableS),
    bounded(`${name}: first prepared hit possible after`, seconds(first.receipt.preparedAfterMs), 's', targets.preparedS),
    bounded(`${name}: peak memory of the sleeping process`, first.peakRssMb, 'MB', targets.peakMb),
    printed(`${name}: prepared answers after it`, first.receipt.servable),
    printed(`${name}: database bytes per MB of text`, databaseBytes / (text.bytes / 1e6)),
    atMost(`${name}: second sleep, nothing changed`, seconds(second.receipt.durationMs), 's', 3),
    printed(`${name}: second sleep with its process's start and end`, seconds(second.processMs), 's'),
    atMost(`${name}: vectors made by it`, second.receipt.produced.vectors ?? 0, '', 0),
    atMost(`${name}: model tokens spent by it`, calls, '', 0),
    printed(`${name}: longest stop of the sleeping process's loop, first sleep`, first.stops.longestMs, 'ms'),
    printed(`${name}: of it at most the processor time of one turn`, first.stops.longestBusyMs, 'ms'),
  ]
  const notes = second.receipt.idle ? [] : [`${name}: the second sleep made ${JSON.stringify(second.receipt.produced)}`]
  return { figures, notes, detail: { name, text, databaseBytes, first, second } }
}

function bounded(name: string, value: number | null, unit: string, most: number | undefined): Figure {
  return most === undefined ? printed(name, value, unit) : atMost(name, value, unit, most)
}
