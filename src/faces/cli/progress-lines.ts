import type { Stage } from '../reverie.ts'
import { fitText, padText } from './fit-text.ts'
import { formatCount, formatThings } from './format-number.ts'
import { formatDuration } from './format-time.ts'
import { printableLine } from './printable.ts'
import { isFinished, rateOf, type SleepProgress, type StageProgress, timeLeftMs } from './sleep-progress.ts'
import type { Style } from './style.ts'

/** The stages in words a person uses. */
export const stageNames: Readonly<Record<Stage, string>> = {
  sync: 'reading',
  distil: 'distilling',
  predict: 'predicting',
  embed: 'embedding',
  'pre-answer': 'answering',
  verify: 'verifying',
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const nameColumns = 12

/** The block a terminal shows and redraws: one line a stage, then whether one can ask by now. */
export function progressLines(state: SleepProgress, frame: number, width: number, style: Style): readonly string[] {
  const current = state.stages.reduce<StageProgress | null>(
    (latest, stage) => (latest === null || stage.updatedAtMs >= latest.updatedAtMs ? stage : latest),
    null,
  )
  const lines = state.stages.map((stage) => {
    const mark = isFinished(stage) ? style.good('✓') : style.place(frames[frame % frames.length] ?? '')
    const item = stage === current && !isFinished(stage) ? printableLine(stage.item) : ''
    const counts = countsOf(stage)
    const plain = `${padText(stageNames[stage.stage], nameColumns)}${counts}`
    const room = width - plain.length - 6
    return `${mark} ${fitText(plain, width - 2)}${item !== '' && room >= 8 ? `  ${style.dim(fitText(item, room))}` : ''}`
  })
  return state.askable ? [...lines, style.bold(fitText(`  ${askableText(state.prepared)}`, width))] : lines
}

/** What may be asked by now, in words. */
export function askableText(prepared: number): string {
  return prepared === 0 ? 'you can ask now' : `you can ask now · ${formatThings(prepared, 'prepared answer')}`
}

/** `1,204 of 4,017 · 35/s · 1 min 20 s left` */
function countsOf(stage: StageProgress): string {
  const parts = [stage.total === null ? formatCount(stage.done) : `${formatCount(stage.done)} of ${formatCount(stage.total)}`]
  if (isFinished(stage)) return parts.join('')
  const rate = rateOf(stage)
  if (rate !== null) parts.push(rate >= 1 ? `${formatCount(Math.round(rate))}/s` : `${formatCount(Math.round(rate * 60))}/min`)
  const left = timeLeftMs(stage)
  if (left !== null) parts.push(`${formatDuration(Math.max(1000, Math.round(left / 1000) * 1000))} left`)
  return parts.join(' · ')
}
