import { nextTurn } from '../../corpus/next-turn.ts'
import type { GroupScan, WatchGroup } from './watch-group.ts'

/** Units tried in one turn of the event loop; a few milliseconds with 5,000 watches. */
const unitsATurn = 40

/** Tries passages on a group as {@link WatchGroup.scan} does, in turns short enough for an asking thread. */
export async function scanInTurns(group: WatchGroup, { passages, members, owed }: GroupScan, fired: Set<string>): Promise<void> {
  let from = 0
  let units = 0
  for (const [at, passage] of passages.entries()) {
    units += passage.units.length
    if (units < unitsATurn && at < passages.length - 1) continue
    group.scan({ passages: passages.slice(from, at + 1), members, owed }, fired)
    from = at + 1
    units = 0
    if (from < passages.length) await nextTurn()
  }
}
