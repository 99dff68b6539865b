import { createLogUpdate } from 'log-update'
import type { Progress } from '../reverie.ts'
import { progressLines } from './progress-lines.ts'
import { progressLogLines } from './progress-log.ts'
import { advanceProgress, startProgress } from './sleep-progress.ts'
import { createStyle } from './style.ts'
import { type Terminal, widthOf } from './terminal.ts'

/** Shows a sleep's progress on stderr until it is disposed. */
export interface ProgressDisplay extends Disposable {
  readonly onProgress: (progress: Progress) => void
}

const redrawMs = 100

/** A block that redraws ten times a second on a terminal, throttled plain lines elsewhere, nothing under `quiet`. */
export function showProgress(terminal: Terminal, quiet: boolean): ProgressDisplay {
  if (quiet) return { onProgress: () => {}, [Symbol.dispose]: () => {} }
  return terminal.stderr.isTTY === true && terminal.environment.TERM !== 'dumb' ? liveDisplay(terminal) : logDisplay(terminal)
}

function liveDisplay(terminal: Terminal): ProgressDisplay {
  const update = createLogUpdate(terminal.stderr)
  const style = createStyle(terminal.stderr, terminal.environment)
  let state = startProgress(terminal.clock.monotonic())
  let frame = 0
  const draw = () => update(progressLines(state, frame, widthOf(terminal.stderr), style).join('\n'))
  const stop = terminal.every(redrawMs, () => {
    frame += 1
    draw()
  })
  return {
    onProgress(progress) {
      state = advanceProgress(state, progress, terminal.clock.monotonic())
    },
    [Symbol.dispose]() {
      stop()
      // The receipt says it all again, so nothing half done stays on the screen.
      update.clear()
      update.done()
    },
  }
}

function logDisplay(terminal: Terminal): ProgressDisplay {
  let state = startProgress(terminal.clock.monotonic())
  return {
    onProgress(progress) {
      const next = advanceProgress(state, progress, terminal.clock.monotonic())
      for (const line of progressLogLines(state, next)) terminal.stderr.write(`${line}\n`)
      state = next
    },
    [Symbol.dispose]() {},
  }
}
