import { describe, expect, it } from 'vitest'
import type { Place } from '../../spec/source.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import { createPendingChanges } from './pending-changes.ts'

const at = (path: string, depth: Place['depth'] = 'all'): Place => ({ path, depth })

describe('hints gathered for one sync', () => {
  it('are due 80 ms after the last, and 800 ms after the first where they do not end', () => {
    const clock = scriptedClock()
    const pending = createPendingChanges(clock)
    expect(pending.dueAt()).toBeNull()
    pending.add([at('a.md')])
    expect(pending.dueAt()).toBe(80)
    clock.advance(50)
    pending.add([at('b.md')])
    expect(pending.dueAt()).toBe(130)
    for (let step = 0; step < 20; step++) {
      clock.advance(50)
      pending.add([at('c.md')])
    }
    expect(pending.dueAt()).toBe(800)
  })

  it('name each place once and are gone once taken', () => {
    const pending = createPendingChanges(scriptedClock())
    pending.add([at('a.md'), at('b.md')])
    pending.add([at('a.md')])
    expect(pending.take()).toEqual({ places: [at('a.md'), at('b.md')], cause: 'change' })
    expect(pending.dueAt()).toBeNull()
  })

  it('become everything where an ignore file changed, the root did, events were lost, or there are more than 500', () => {
    const places = (add: (pending: ReturnType<typeof createPendingChanges>) => void) => {
      const pending = createPendingChanges(scriptedClock())
      pending.add([at('a.md')])
      add(pending)
      return pending.take().places
    }
    expect(places((pending) => pending.add([at('docs/.gitignore')]))).toBeNull()
    expect(places((pending) => pending.add([at('.reverieignore')]))).toBeNull()
    expect(places((pending) => pending.add([at('')]))).toBeNull()
    expect(places((pending) => pending.addAll('change'))).toBeNull()
    expect(places((pending) => pending.add(Array.from({ length: 500 }, (_, n) => at(`n${n}.md`))))).toBeNull()
    expect(places((pending) => pending.add(Array.from({ length: 499 }, (_, n) => at(`n${n}.md`))))?.length).toBe(500)
  })

  it('leave out what is never read: the version control’s own, ours, installed packages', () => {
    const pending = createPendingChanges(scriptedClock())
    pending.add([at('.git/index.lock'), at('.reverie/reverie.db-wal'), at('site/node_modules/x/readme.md')])
    expect(pending.dueAt()).toBeNull()
    pending.add([at('.github/notes.md')])
    expect(pending.take().places).toEqual([at('.github/notes.md')])
  })

  it('are due at once where the watch begins, and say why everything is looked at', () => {
    const pending = createPendingChanges(scriptedClock())
    pending.addAll('start')
    expect(pending.dueAt()).toBe(0)
    pending.add([at('a.md')])
    expect(pending.take()).toEqual({ places: null, cause: 'start' })
    pending.addAll('recheck')
    expect(pending.take()).toEqual({ places: null, cause: 'recheck' })
  })
})
