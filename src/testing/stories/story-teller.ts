import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openReverie } from '../../faces/open-reverie.ts'
import type { Reverie } from '../../faces/reverie.ts'
import { createHashingEmbedder } from '../hashing-embedder.ts'
import { createFolderStory, type FolderStory, type StoryStep } from './folder-story.ts'

/** A story told to a real database, one opening after another; only the story moves the wall clock. */
export interface StoryTeller extends AsyncDisposable {
  readonly folder: string
  readonly story: FolderStory
  readonly reverie: Reverie
  /** Wall time, epoch ms. */
  now(): number
  tell(step: StoryStep): Promise<void>
  /** Whether the word stands anywhere in the database's files; closes and opens again. */
  isInDatabase(word: string): Promise<boolean>
}

const { model, name, dimensions } = createHashingEmbedder()
const stepMs = 60_000
const hourMs = 3_600_000
/** As long as a lease may hold others back, and a second. */
const leaseMs = 31_000
const endings = ['', '-wal', '-shm'] as const

export async function openStoryTeller(place: string): Promise<StoryTeller> {
  const [folder, database] = [join(place, 'files'), join(place, 'reverie.db')]
  mkdirSync(folder)
  const story = createFolderStory(folder)
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now, monotonic: () => performance.now() }
  const open = () => openReverie({ folder, database, clock, embedder: { name, model, dimensions } })
  let reverie = await open()

  /** What a crash between two commits leaves: the database as it was after one of them. */
  async function crash(after: number): Promise<void> {
    const left = join(place, 'left.db')
    const stop = new AbortController()
    let seen = 0
    await reverie
      .sleep({
        signal: stop.signal,
        onProgress() {
          if (seen++ !== after) return
          const db = new DatabaseSync(database)
          try {
            db.prepare('vacuum into ?').run(left)
          } finally {
            db.close()
          }
          stop.abort()
        },
      })
      .catch((cause: unknown) => {
        if (!stop.signal.aborted) throw cause
      })
    await reverie.close()
    if (existsSync(left)) {
      for (const ending of endings) rmSync(`${database}${ending}`, { force: true })
      renameSync(left, database)
    }
    now += leaseMs
    reverie = await open()
  }

  return {
    folder,
    story,
    get reverie() {
      return reverie
    },
    now: () => now,
    async tell(step) {
      now += stepMs
      const path = story.apply(step)
      if (step.kind === 'sleep') await reverie.sleep()
      if (step.kind === 'crash') await crash(step.after)
      if (step.kind === 'wait') now += step.hours * hourMs
      if (step.kind === 'forget' && path !== null) await reverie.forget({ path })
    },
    async isInDatabase(word) {
      await reverie.close()
      const found = endings.some(
        (ending) =>
          existsSync(`${database}${ending}`) && readFileSync(`${database}${ending}`, 'latin1').toLowerCase().includes(word.toLowerCase()),
      )
      reverie = await open()
      return found
    },
    [Symbol.asyncDispose]: () => reverie.close(),
  }
}
