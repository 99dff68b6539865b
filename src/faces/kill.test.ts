import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../spec/clock.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { unsoundRows } from '../testing/kills/unsound-rows.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { openReverie } from './open-reverie.ts'

const { model, name, dimensions } = createHashingEmbedder()
const subjects = ['lantern', 'badger', 'harbour', 'willow', 'copper', 'meadow', 'thistle', 'quarry']
/** As long after a crash as its lease may hold others back. */
const afterLease: Clock = { now: () => systemClock.now() + 30_000, monotonic: () => systemClock.monotonic() }

/** Another process that pushes documents, saying which were acknowledged, then sleeps, saying how far it is. */
const sleeper = `
const { openReverie } = await import(${JSON.stringify(new URL('open-reverie.ts', import.meta.url).href)})
const { createHashingEmbedder } = await import(${JSON.stringify(new URL('../testing/hashing-embedder.ts', import.meta.url).href)})
const { model, name, dimensions } = createHashingEmbedder()
const [folder, round, lead] = process.argv.slice(2)
const clock = { now: () => Date.now() + Number(lead), monotonic: () => performance.now() }
const reverie = await openReverie({ folder, clock, embedder: { name, model, dimensions } })
for (let at = 0; at < 3; at++) {
  const id = 'note-' + round + '-' + at + '.md'
  await reverie.put({ id, text: '# Note ' + id + '\\n\\nThe note of round ' + round + ' holds ' + at + ' pages.\\n' })
  console.log('put ' + id)
}
await reverie.sleep({ onProgress: ({ stage }) => console.log(stage) })
console.log('done')
await reverie.close()
`

let folder: string
let scripts: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-kill-'))
  scripts = mkdtempSync(join(tmpdir(), 'reverie-kill-script-'))
  writeFileSync(join(scripts, 'sleeper.mjs'), sleeper)
  for (const [at, subject] of subjects.entries()) {
    writeFileSync(
      join(folder, `${subject}.md`),
      `# The ${subject} worker\n\nThe ${subject} worker runs for ${at + 10} minutes at most.\n\n## Options\n\n- \`${subject}Limit\`: How many ${subject} jobs run at once. Defaults to \`${at}\`.\n- \`${subject}Home\`: The folder of the ${subject} worker. Defaults to \`/${subject}\`.\n\n## Restarting the ${subject} worker\n\nStop the ${subject} worker with \`stop-${subject}\`, then start it again.\n`,
    )
  }
})

afterAll(() => {
  for (const made of [folder, scripts]) rmSync(made, { recursive: true, force: true })
})

/** Runs the other process and kills it once it has said `lines` lines; gives what it had acknowledged. */
async function killedAfter(lines: number, round: number): Promise<readonly string[]> {
  // Each round's clock is past the lease of the one killed before.
  const lead = String(round * 31_000)
  const child: ChildProcess = spawn(process.execPath, [join(scripts, 'sleeper.mjs'), folder, String(round), lead], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  const { stdout } = child
  if (stdout === null) throw new Error('no output to read')
  const ended = once(child, 'exit')
  let heard = 0
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('put ')) acknowledged.push(line.slice(4))
    heard++
    if (heard === lines) child.kill('SIGKILL')
  }
  await ended
  return acknowledged
}

const broken = () => unsoundRows(join(folder, '.reverie/reverie.db'))

describe('a sleep killed at any moment', () => {
  it('leaves a sound database with all that was acknowledged, and is continued', async () => {
    const random = seededRandom(11)
    const acknowledged: string[] = []
    for (let round = 0; round < 5; round++) {
      acknowledged.push(...(await killedAfter(1 + Math.floor(random.next() * 40), round)))
      expect(broken(), `round ${round}`).toEqual([])
    }
    expect(acknowledged.length).toBeGreaterThan(5)
    const late: Clock = { now: () => afterLease.now() + 5 * 31_000, monotonic: afterLease.monotonic }
    await using reverie = await openReverie({ folder, clock: late, embedder: { name, model, dimensions } })
    const receipt = await reverie.sleep()
    expect(receipt).toMatchObject({ stoppedBy: 'done', failed: [] })
    expect(receipt.servable).toBeGreaterThan(subjects.length)
    expect(await reverie.sleep()).toMatchObject({ idle: true })
    expect(broken()).toEqual([])
    const { children } = await reverie.summary()
    const labels = new Set(children.map((child) => child.label))
    expect(acknowledged.filter((id) => !labels.has(id))).toEqual([])
    expect((await reverie.status()).lastSleep).toMatchObject({ state: 'done' })
  }, 120_000)

  it('holds the next sleep back for its lease only', async () => {
    const early = { now: () => systemClock.now() + 20 * 31_000, monotonic: systemClock.monotonic }
    await killedAfter(8, 20)
    const open = (clock: Clock) => openReverie({ folder, clock, embedder: { name, model, dimensions } })
    await using at = await open(early)
    await expect(at.sleep()).rejects.toMatchObject({ code: 'lease-held' })
    await using later = await open({ now: () => early.now() + 30_000, monotonic: early.monotonic })
    expect(await later.sleep()).toMatchObject({ stoppedBy: 'done' })
  }, 60_000)
})
