import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../../spec/random.ts'
import { counterPage, counterSubjects } from '../concurrency/counter-corpus.ts'
import { keptPushes, unsoundRows } from './unsound-rows.ts'
import { type Ended, startChild } from './waiting-child.ts'

export interface KillRuns {
  readonly kills: number
  /** An empty folder; the files are made in it. */
  readonly place: string
  readonly random: Random
  readonly onProgress?: (killed: number) => void
}

export interface KillOutcome {
  /** Runs that were killed before they were done. */
  readonly killed: number
  readonly acknowledged: number
  /** Pushes that were acknowledged and are not there, or hold a text from before. */
  readonly lost: readonly string[]
  /** What was unsound after a kill. */
  readonly unsound: readonly string[]
  /** Runs that ended by themselves with an error. */
  readonly failures: readonly string[]
  readonly folder: string
  readonly database: string
  /** Milliseconds a clock must be ahead to be past the last lease. */
  readonly aheadMs: number
}

/** As long as a lease may hold others back, and a second. */
const leaseMs = 31_000

/**
 * Edits files and pushes documents, lets a child sync and sleep over them, kills it at a random moment, and looks at what
 * is left; again and again over one database. The last run is let finish.
 */
export async function runKills({ kills, place, random, onProgress }: KillRuns): Promise<KillOutcome> {
  const [folder, database] = [join(place, 'files'), join(place, 'reverie.db')]
  mkdirSync(folder)
  const lost: string[] = []
  const unsound: string[] = []
  const failures: string[] = []
  const wanted = new Map<string, readonly string[]>()
  let acknowledged = 0
  let killed = 0
  let next = startChild()
  for (const subject of counterSubjects)
    writeFileSync(join(folder, `${subject}.md`), counterPage(subject, '100', 'It runs on every machine.'))
  const first = next
  next = startChild()
  // How long a run takes here and now is how far the moments of the kills are spread.
  const whole = await first.obey({ folder, database, aheadMs: 0, puts: [] }, null)
  if (!whole.isDone) failures.push(`the first run: ${whole.failure ?? 'was not done'}`)
  let takesMs = whole.ms
  for (let round = 1; killed < kills && failures.length === 0; round++) {
    editSome(folder, random, round)
    const child = next
    next = startChild()
    const puts = pushesOf(random, round)
    const end: Ended = await child.obey({ folder, database, aheadMs: round * leaseMs, puts }, random.next() * takesMs)
    if (end.isDone) takesMs = 0.7 * takesMs + 0.3 * end.ms
    else if (end.failure !== null) failures.push(end.failure)
    else {
      killed += 1
      if (end.acknowledged.length === 0) takesMs *= 1.05
    }
    const before = new Map(wanted)
    for (const { id, text } of puts) {
      // What was pushed and not acknowledged may be there or not.
      const isKnown = end.acknowledged.includes(id)
      wanted.set(id, isKnown ? [text] : [...(before.get(id) ?? ['']), text])
    }
    acknowledged += end.acknowledged.length
    if (!existsSync(database)) continue
    unsound.push(...unsoundRows(database).map((what) => `kill ${killed}: ${what}`))
    const kept = keptPushes(database)
    for (const [id, texts] of wanted) if (!texts.includes(kept.get(id) ?? '')) lost.push(`kill ${killed}: ${id}`)
    if (killed % 20 === 0) onProgress?.(killed)
  }
  const aheadMs = (kills + 1_000) * leaseMs
  const last = await next.obey({ folder, database, aheadMs, puts: [] }, null)
  if (!last.isDone) failures.push(`the last run: ${last.failure ?? 'was not done'}`)
  unsound.push(...unsoundRows(database).map((what) => `at the end: ${what}`))
  return { killed, acknowledged, lost, unsound, failures, folder, database, aheadMs: aheadMs + leaseMs }
}

function editSome(folder: string, random: Random, round: number): void {
  for (const subject of counterSubjects) {
    const path = join(folder, `${subject}.md`)
    const kind = random.next()
    if (kind < 0.1) rmSync(path, { force: true })
    else if (kind < 0.5)
      writeFileSync(path, counterPage(subject, String(100 + round), kind < 0.3 ? 'It runs on every machine.' : 'It runs nowhere.'))
  }
}

function pushesOf(random: Random, round: number): readonly { readonly id: string; readonly text: string }[] {
  return [0, 1, 2].map((at) => {
    const number = Math.floor(random.next() * 6)
    return { id: `note-${number}-${at}.md`, text: `# Note ${number}\n\nThe note ${number} of desk ${at} holds ${round} pages.\n` }
  })
}
