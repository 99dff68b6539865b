import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReverie } from '../../src/faces/open-reverie.ts'
import { createHashingEmbedder } from '../../src/testing/hashing-embedder.ts'
import { readScopeState } from '../../src/testing/scope-state.ts'
import { compareStates, type Differences } from './compare-states.ts'
import { checkOut, type Revision } from './history.ts'

/** What a rebuild after a revision showed. */
export interface Checkpoint {
  readonly revision: number
  readonly subject: string
  /** Answers carried that far, and in the rebuild. */
  readonly answers: number
  readonly rebuiltAnswers: number
  readonly differences: Differences
}

export interface ReplayOptions {
  /** Revisions from one checkpoint to the next; the last revision is always one. */
  readonly every: number
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void
}

/** Carries a history through sync and sleep, and compares it with rebuilds from nothing over the same files. */
export async function replayRevisions(
  revisions: readonly Revision[],
  { every, onCheckpoint = () => {} }: ReplayOptions,
): Promise<readonly Checkpoint[]> {
  const place = mkdtempSync(join(tmpdir(), 'reverie-replay-'))
  const [folder, database] = [join(place, 'files'), join(place, 'carried.db')]
  mkdirSync(folder)
  const embedder = createHashingEmbedder()
  const { model, name, dimensions } = embedder
  const open = (path: string) => openReverie({ folder, database: path, embedder: { model, name, dimensions } })
  try {
    await using carried = await open(database)
    const checkpoints: Checkpoint[] = []
    for (const [at, revision] of revisions.entries()) {
      checkOut(folder, revision)
      await carried.sleep()
      if (at % every !== every - 1 && at !== revisions.length - 1) continue
      const rebuilt = join(place, `rebuilt-${revision.number}.db`)
      const other = await open(rebuilt)
      await other.sleep()
      await other.close()
      const [one, two] = [readScopeState(database), readScopeState(rebuilt)]
      const differences = await compareStates(one, { state: two, database: rebuilt, embedder })
      const checkpoint = {
        revision: revision.number,
        subject: revision.subject,
        answers: one.answers.size,
        rebuiltAnswers: two.answers.size,
        differences,
      }
      checkpoints.push(checkpoint)
      onCheckpoint(checkpoint)
      rmSync(rebuilt, { force: true })
    }
    return checkpoints
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
