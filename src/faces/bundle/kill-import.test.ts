import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeDigest } from '../../corpus/passage-digests.ts'
import { systemClock } from '../../spec/clock.ts'
import { bundleEntry, bundleQuestion, makeBundle } from '../../testing/bundle-maker.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'

const answers = 250
const leaseMs = 31_000
const { model, name, dimensions } = createHashingEmbedder()

/** Another process that imports, and kills itself when it reads the time for the so-manieth time since it began. */
const importer = `
const { openReverie } = await import(${JSON.stringify(new URL('../open-reverie.ts', import.meta.url).href)})
const { createHashingEmbedder } = await import(${JSON.stringify(new URL('../../testing/hashing-embedder.ts', import.meta.url).href)})
const { model, name, dimensions } = createHashingEmbedder()
const [folder, from, reads, lead] = process.argv.slice(2)
let left = Infinity
const now = () => {
  if (--left === 0) process.kill(process.pid, 'SIGKILL')
  return Date.now() + Number(lead)
}
const reverie = await openReverie({ folder, clock: { now, monotonic: () => performance.now() }, embedder: { name, model, dimensions } })
await reverie.sync()
left = Number(reads)
await reverie.importBundle({ from })
`

let base: string
let folder: string
let from: string

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'reverie-kill-import-'))
  folder = join(base, 'clone')
  mkdirSync(folder)
  from = join(base, 'night.bundle')
  const lines = Array.from({ length: answers }, (_, at) => {
    const text = `The setting number ${at} may be changed ${at + 3} times a day.`
    const question = `How often may the setting number ${at} be changed?`
    const file = `part-${at % 10}.md`
    return { file, heading: `Setting of ${at}`, text, question, source: { path: file, text, place: placeDigest([`Setting of ${at}`]) } }
  })
  for (const [file, own] of Map.groupBy(lines, (line) => line.file)) {
    writeFileSync(join(folder, file), `# Part\n\n${own.map(({ heading, text }) => `## ${heading}\n\n${text}\n`).join('\n')}`)
  }
  writeFileSync(
    from,
    makeBundle([
      ...lines.map(({ question }) => bundleQuestion(question)),
      ...lines.map(({ question, source }) => bundleEntry(question, source)),
    ]),
  )
  writeFileSync(join(base, 'importer.mjs'), importer)
})

afterAll(() => rmSync(base, { recursive: true, force: true }))

async function killedAfter(reads: number, round: number): Promise<string | null> {
  const child = spawn(process.execPath, [join(base, 'importer.mjs'), folder, from, String(reads), String(round * leaseMs)], {
    stdio: 'ignore',
  })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return signal
}

/** What holds of the database whatever was killed when. */
function inconsistencies(): readonly unknown[] {
  const db = new DatabaseSync(join(folder, '.reverie', 'reverie.db'))
  try {
    return [
      ...db.prepare('pragma foreign_key_check').all(),
      ...db.prepare("select * from pragma_integrity_check where integrity_check != 'ok'").all(),
      ...db
        .prepare("select edition from editions where not exists (select 1 from evidence e where e.artefact = edition and e.role = 'cited')")
        .all(),
      ...db.prepare('select entry from entries where not exists (select 1 from keys k where k.entry = entries.entry)').all(),
      ...db
        .prepare("select entry from entries where not exists (select 1 from evidence e where e.artefact = entry and e.role = 'cited')")
        .all(),
      ...db.prepare('select entry from entries where not exists (select 1 from questions q where q.question = entries.question)').all(),
      ...db
        .prepare(
          "select artefact from evidence where (artefact_kind = 'entry' and not exists (select 1 from entries where entry = artefact)) or (artefact_kind = 'edition' and not exists (select 1 from editions where edition = artefact))",
        )
        .all(),
    ]
  } finally {
    db.close()
  }
}

describe('an import that is killed', () => {
  it('leaves a whole part each time, and the next one completes it', async () => {
    // While it reads, while it keeps answers, and while these become entries.
    for (const [round, reads] of [2, 150, 350, 501, 503].entries()) {
      const signal = await killedAfter(reads, round)
      if (reads < 500) expect([reads, signal]).toEqual([reads, 'SIGKILL'])
      expect([reads, inconsistencies()]).toEqual([reads, []])
    }
    const clock = { now: () => systemClock.now() + 10 * leaseMs, monotonic: systemClock.monotonic }
    await using reverie = await openReverie({ folder, clock, embedder: { name, model, dimensions } })
    const { entries } = await reverie.importBundle({ from })
    expect(entries).toMatchObject({ total: answers, waiting: 0, refused: [] })
    expect(entries.held + entries.kept).toBe(answers)
    expect(inconsistencies()).toEqual([])
    expect(await reverie.status()).toMatchObject({ waiting: 0, questions: { prepared: answers } })
  })
})
