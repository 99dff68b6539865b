import { describe, expect, it } from 'vitest'
import { passageState } from '../../testing/passage-state.ts'
import { samePrompt } from './same-prompt.ts'

const before = passageState('prose', 'Jobs run. The queue holds jobs. Logs rotate.')
const spanOf = (part: string): readonly [number, number] => [before.text.indexOf(part), before.text.indexOf(part) + part.length]
const shown = [spanOf('Jobs run.'), spanOf('Logs rotate.')]
const found = (text: string) =>
  samePrompt(shown, before, passageState('prose', text))?.map(([start, end]) => text.slice(start, end)) ?? null

describe('same-prompt', () => {
  it('holds while only what was not shown changes', () => {
    expect(found('Jobs run. The queue held\nmany jobs. Logs\nrotate.')).toEqual(['Jobs run.', 'Logs\nrotate.'])
  })

  it.each([
    ['a shown sentence changed', 'Jobs ran. The queue holds jobs. Logs rotate.'],
    ['one is gone', 'Jobs run. The queue holds jobs.'],
    ['they changed order', 'Logs rotate. The queue holds jobs. Jobs run.'],
    ['one stands there twice', 'Jobs run. Jobs run. Logs rotate.'],
  ])('does not hold where %s', (_, text) => expect(found(text)).toBeNull())
})
