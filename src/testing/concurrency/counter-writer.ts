import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reverie } from '../../faces/reverie.ts'
import type { Random } from '../../spec/random.ts'
import { counterPage, counterSubjects } from './counter-corpus.ts'
import type { ValidityLog } from './validity-log.ts'

/** Writes over the counters: half of the subjects are files of a folder, half are pushed. */
export interface CounterWriter {
  /** Gives every subject its first value. */
  begin(): Promise<void>
  /** One write somewhere: a new number, a number of before, other words around it, a deletion, a new name. */
  step(): Promise<void>
  /** Writes acknowledged so far. */
  readonly writes: number
}

export interface CounterWriterParts {
  readonly reverie: Pick<Reverie, 'put' | 'remove'>
  readonly folder: string
  /** A folder on the same file system, outside `folder`: files are written there and renamed into place, whole. */
  readonly beside: string
  readonly log: ValidityLog
  readonly random: Random
}

interface Counter {
  readonly subject: string
  readonly isFile: boolean
  path: string
  value: string
  readonly formerly: string[]
}

const arounds = ['It runs on every machine.', 'It runs on some machines.', 'It runs on no machine at all. Nobody knows why.']

export function createCounterWriter({ reverie, folder, beside, log, random }: CounterWriterParts): CounterWriter {
  const counters = counterSubjects.map((subject, at): Counter => {
    return { subject, isFile: at % 2 === 0, path: `${subject}.md`, value: '100', formerly: [] }
  })
  const gone = new Set<Counter>()
  let next = 100
  let writes = 0
  const below = (limit: number): number => Math.floor(random.next() * limit)

  async function write(counter: Counter, value: string): Promise<void> {
    const text = counterPage(counter.subject, value, arounds[below(arounds.length)] ?? '')
    const done = log.writing(counter.subject, value)
    if (counter.isFile) {
      const whole = join(beside, 'next.md')
      writeFileSync(whole, text)
      renameSync(whole, join(folder, counter.path))
    } else await reverie.put({ id: counter.path, text })
    done()
    counter.value = value
    gone.delete(counter)
    writes += 1
  }

  async function remove(counter: Counter): Promise<void> {
    const done = log.writing(counter.subject, null)
    if (counter.isFile) rmSync(join(folder, counter.path))
    else await reverie.remove({ id: counter.path })
    done()
    gone.add(counter)
    writes += 1
  }

  function rename(counter: Counter): void {
    const path = counter.path.startsWith('moved') ? `${counter.subject}.md` : `moved/${counter.subject}.md`
    mkdirSync(join(folder, 'moved'), { recursive: true })
    renameSync(join(folder, counter.path), join(folder, path))
    counter.path = path
    writes += 1
  }

  return {
    get writes() {
      return writes
    },
    async begin() {
      for (const counter of counters) await write(counter, counter.value)
    },
    async step() {
      const counter = counters[below(counters.length)]
      if (counter === undefined) return
      const kind = random.next()
      if (gone.has(counter) || kind < 0.5) {
        counter.formerly.push(counter.value)
        next += 1
        await write(counter, String(next))
      } else if (kind < 0.65) await write(counter, counter.formerly[below(counter.formerly.length)] ?? counter.value)
      else if (kind < 0.8) await write(counter, counter.value)
      else if (kind < 0.9 || !counter.isFile) await remove(counter)
      else rename(counter)
    },
  }
}
