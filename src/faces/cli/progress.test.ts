import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import type { Progress } from '../reverie.ts'
import { progressLines } from './progress-lines.ts'
import { showProgress } from './show-progress.ts'
import { advanceProgress, rateOf, startProgress, timeLeftMs } from './sleep-progress.ts'
import { createStyle } from './style.ts'

const style = createStyle(createScriptedTerminal().stdout, {})

function event(over: Partial<Progress>): Progress {
  return { stage: 'sync', done: 0, total: 10, item: '', askable: false, prepared: 0, ...over }
}

describe('progress of a sleep', () => {
  test('tells rate and time left from the last seconds', () => {
    let state = startProgress(0)
    for (let second = 0; second <= 10; second += 1)
      state = advanceProgress(state, event({ stage: 'embed', done: second * 30, total: 900 }), second * 1000)
    const [stage] = state.stages
    expect(stage && [rateOf(stage), timeLeftMs(stage)]).toEqual([30, 20_000])
  })

  test('shows a line a stage and, once it is so, that one can ask', () => {
    let state = startProgress(0)
    state = advanceProgress(state, event({ done: 10 }), 0)
    for (const second of [0, 2, 4])
      state = advanceProgress(state, event({ stage: 'embed', done: second * 30, total: 900, item: 'docs/a.md' }), second * 1000)
    expect(progressLines(state, 0, 80, style)).toEqual(['✓ reading     10 of 10', '⠋ embedding   120 of 900 · 30/s · 26 s left  docs/a.md'])
    state = advanceProgress(state, event({ stage: 'pre-answer', done: 3, total: null, askable: true, prepared: 3 }), 5000)
    expect(progressLines(state, 0, 80, style).slice(-2)).toEqual(['⠋ answering   3', '  you can ask now · 3 prepared answers'])
  })

  test('fits a narrow terminal', () => {
    let state = startProgress(0)
    for (const second of [0, 2, 4])
      state = advanceProgress(
        state,
        event({
          stage: 'embed',
          done: second * 3000,
          total: 900_000,
          item: 'a/very/long/path/to/a/file.md',
          askable: true,
          prepared: 1234,
        }),
        second * 1000,
      )
    for (const line of progressLines(state, 0, 30, style)) expect(line.length).toBeLessThanOrEqual(30)
  })

  test('logs one line a stage and tenth where nobody watches, and the moment one can ask', () => {
    const terminal = createScriptedTerminal()
    using display = showProgress(terminal, false)
    for (let done = 0; done <= 1000; done += 1) display.onProgress(event({ done, total: 1000, askable: done > 500 }))
    display.onProgress(event({ stage: 'predict', done: 1, total: null, askable: true }))
    display.onProgress(event({ stage: 'predict', done: 2, total: null, askable: true }))
    const lines = terminal.err().trim().split('\n')
    expect(lines).toHaveLength(13)
    expect(lines.slice(0, 2)).toEqual(['reading 0 of 1,000 (0 %)', 'reading 100 of 1,000 (10 %)'])
    expect(lines.filter((line) => line === 'you can ask now')).toHaveLength(1)
    expect(lines.at(-1)).toBe('predicting')
  })

  test('is silent under --quiet', () => {
    const terminal = createScriptedTerminal()
    using display = showProgress(terminal, true)
    display.onProgress(event({ done: 5 }))
    expect(terminal.err()).toBe('')
  })

  test('redraws on a terminal and leaves nothing behind', () => {
    const terminal = createScriptedTerminal({ isTTY: true, environment: { NO_COLOR: '1' } })
    {
      using display = showProgress(terminal, false)
      display.onProgress(event({ done: 5, item: 'docs/a.md' }))
      terminal.pass(250)
      expect(terminal.err()).toContain('reading     5 of 10  docs/a.md')
    }
    const disposed = terminal.err()
    terminal.pass(1000)
    expect(terminal.err()).toBe(disposed)
    expect(stripVTControlCharacters(disposed)).toMatch(/\n$/)
  })
})
