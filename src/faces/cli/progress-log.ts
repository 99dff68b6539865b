import { formatCount } from './format-number.ts'
import { stageNames } from './progress-lines.ts'
import type { SleepProgress, StageProgress } from './sleep-progress.ts'

/**
 * The plain lines between two states of a sleep, for logs: one when a stage begins, one for every tenth of it, and one the
 * moment one can ask.
 */
export function progressLogLines(before: SleepProgress, after: SleepProgress): readonly string[] {
  const lines = after.stages.flatMap((stage) => {
    const earlier = before.stages.find((other) => other.stage === stage.stage)
    return earlier === stage ? [] : stageLine(earlier, stage)
  })
  return after.askable && !before.askable ? [...lines, 'you can ask now'] : lines
}

function stageLine(earlier: StageProgress | undefined, stage: StageProgress): readonly string[] {
  const name = stageNames[stage.stage]
  if (stage.total === null) return earlier === undefined ? [name] : []
  if (stage.total === 0 || (earlier !== undefined && tenths(earlier) >= tenths(stage))) return []
  return [`${name} ${formatCount(stage.done)} of ${formatCount(stage.total)} (${tenths(stage) * 10} %)`]
}

function tenths(stage: StageProgress): number {
  return stage.total === null || stage.total === 0 ? -1 : Math.floor((stage.done / stage.total) * 10)
}
