import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What importing a generated bundle took, in a process of its own. */
export interface ImportMeasure {
  /** Prepared answers in the bundle. */
  readonly entries: number
  /** The import alone: its clone had been synced before. */
  readonly seconds: number
  /** Processor time of it, all threads: what a loaded machine leaves unchanged. */
  readonly processorSeconds: number
  /** Answers that hold afterwards. */
  readonly held: number
  /** Peak memory of the importing process, sync and all. */
  readonly peakMb: number
  readonly bundleMb: number
  /** Embeddings and model calls it made. */
  readonly embedded: number
  /** Longest stop of the importing process's loop. */
  readonly longestStopMs: number
}

/** Imports 10,000 generated pre-answers with vectors of 384 dimensions over 500 files into a clone at another path. */
export async function measureImport(entries = 10_000): Promise<ImportMeasure> {
  const child = fork(fileURLToPath(new URL('./import-child.ts', import.meta.url)))
  child.send(entries)
  const [measured] = await Promise.race([
    once(child, 'message') as Promise<ImportMeasure[]>,
    once(child, 'exit').then(([code]): ImportMeasure[] => {
      throw new Error(`The import ended with exit code ${String(code)}.`)
    }),
  ])
  if (measured === undefined) throw new Error('The import reported nothing.')
  return measured
}
