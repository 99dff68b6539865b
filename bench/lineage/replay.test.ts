import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { differenceClasses } from './compare-states.ts'
import { type Revision, readHistory } from './history.ts'
import { replayRevisions } from './replay-revisions.ts'

const history = readHistory(process.env.REVERIE_DATA ?? resolve(import.meta.dirname, '../../../shared/data'), 'hono')
const part = 'docs/api/'

/** The revisions that touch one folder, of that folder alone. */
function ofPart(revisions: readonly Revision[]): readonly Revision[] {
  return revisions
    .map((revision) => ({
      ...revision,
      set: new Map([...revision.set].filter(([path]) => path.startsWith(part))),
      removed: revision.removed.filter((path) => path.startsWith(part)),
    }))
    .filter(({ set, removed }) => set.size + removed.length > 0)
}

describe('G3: a history carried through sync and sleep', () => {
  it.skipIf(history === null)(
    'equals a rebuild from nothing (skipped where the recorded history is missing)',
    async () => {
      const checkpoints = await replayRevisions(ofPart(history ?? []), { every: 8 })
      expect(checkpoints.length).toBeGreaterThan(1)
      for (const { revision, answers, differences } of checkpoints) {
        expect(answers).toBeGreaterThan(20)
        for (const kind of differenceClasses) expect(differences[kind], `revision ${revision}, ${kind}`).toEqual([])
      }
    },
    120_000,
  )
})
