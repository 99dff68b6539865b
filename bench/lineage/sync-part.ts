import { atMost, printed } from '../loop/figures.ts'
import type { MeasuredPart } from '../measured-part.ts'
import { measureLargeSync } from './sync-large.ts'

const files = 200_000
const mostPlain = 4
const mostWorkTree = 2
const mostMb = 500

/** Sync of a large tree, unchanged or with one file edited, beside `git status`. */
export const largeSync: MeasuredPart = {
  name: 'sync',
  about: `sync of ${files} generated files against git status of the same tree`,
  takes: '12 minutes',
  isLong: true,
  async run({ log }) {
    const measured = await measureLargeSync({ files, log })
    return {
      figures: [
        printed('files', measured.files),
        printed('first sync', measured.firstSyncMs / 1000, 's'),
        printed('git status', measured.gitStatusMs, 'ms'),
        printed('unchanged, plain folder; work tree', `${Math.round(measured.plainMs)}; ${Math.round(measured.workTreeMs)}`, 'ms'),
        atMost('unchanged, plain folder, against git status', measured.plainRatio, '×', mostPlain),
        atMost('unchanged, work tree, against git status', measured.workTreeRatio, '×', mostWorkTree),
        atMost('one file edited, plain folder, against git status', measured.oneFilePlainRatio, '×', mostPlain),
        atMost('one file edited, work tree, against git status', measured.oneFileWorkTreeRatio, '×', mostWorkTree),
        atMost('peak memory of a sync after the first', measured.peakMb, 'MB', mostMb),
      ],
      notes: [],
      detail: measured,
    }
  },
}
