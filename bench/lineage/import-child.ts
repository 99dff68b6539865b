import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../../src/adapters/store/sqlite/open-sqlite-store.ts'
import { shownDigest } from '../../src/faces/bundle/shown-digest.ts'
import { createBundleWriter } from '../../src/faces/bundle/write-bundle.ts'
import { openReverie } from '../../src/faces/open-reverie.ts'
import { systemClock } from '../../src/spec/clock.ts'
import { defaultPolicy } from '../../src/spec/policy.ts'
import { watchLoop } from '../loop/loop-stop.ts'
import type { ImportMeasure } from './import-bundle.ts'

// Forked by import-bundle.ts, so that memory and time are the import's alone.
const sections = 20
const dimensions = 384

process.once('message', (entries: number) => {
  measure(entries).then(
    (measured) => process.send?.(measured, () => process.disconnect()),
    (cause: unknown) => {
      console.error(cause)
      process.exit(1)
    },
  )
})

async function measure(entries: number): Promise<ImportMeasure> {
  const base = mkdtempSync(join(tmpdir(), 'reverie-import-'))
  try {
    const maker = join(base, 'maker')
    writeFiles(maker, entries)
    const clone = join(base, 'another', 'clone')
    cpSync(maker, clone, { recursive: true })
    const bundle = join(base, 'night.bundle')
    const bundleMb = (await writeBundle(maker, bundle)) / 1e6
    let embedded = 0
    const reverie = await openClone(clone, () => {
      embedded += 1
    })
    await reverie.sync()
    const loop = watchLoop()
    const before = process.cpuUsage()
    const { entries: taken, durationMs } = await reverie.importBundle({ from: bundle })
    const { user, system } = process.cpuUsage(before)
    const { longestMs } = loop.read()
    await reverie.close()
    const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6
    return {
      entries: taken.total,
      seconds: durationMs / 1000,
      processorSeconds: (user + system) / 1e6,
      held: taken.held,
      peakMb,
      bundleMb,
      embedded,
      longestStopMs: longestMs,
    }
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

function openClone(folder: string, onEmbed: () => void) {
  return openReverie({
    folder,
    embedder: {
      name: 'generated',
      dimensions,
      model: {
        specificationVersion: 'v4',
        provider: 'bench',
        modelId: 'generated',
        maxEmbeddingsPerCall: undefined,
        supportsParallelCalls: true,
        doEmbed: async ({ values }) => {
          onEmbed()
          return { embeddings: values.map((_, at) => [...unitVector(at)]), warnings: [] }
        },
      },
    },
  })
}

function writeFiles(folder: string, entries: number): void {
  mkdirSync(join(folder, 'docs'), { recursive: true })
  for (let file = 0; file * sections < entries; file++) {
    const parts = Array.from({ length: Math.min(sections, entries - file * sections) }, (_, section) => {
      const number = file * sections + section
      return `## Setting ${number}\n\nThe setting number ${number} of part ${file} may be changed ${number % 97} times a day. It is kept for ${number % 31} days.\n`
    })
    writeFileSync(join(folder, 'docs', `part-${file}.md`), `# Part ${file}\n\n${parts.join('\n')}`)
  }
}

/** A bundle as a sleep over these files would leave it, one question a section; returns its bytes. */
async function writeBundle(folder: string, to: string): Promise<number> {
  const reverie = await openClone(folder, () => {})
  await reverie.sync()
  await reverie.close()
  const store = await openSqliteStore({ path: join(folder, '.reverie', 'reverie.db'), clock: systemClock })
  const rows = await store.read
    .selectFrom('passages')
    .innerJoin('versions', (join) => join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'))
    .innerJoin('documents', (join) =>
      join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
    )
    .select(['documents.path', 'versions.digest as version', 'versions.text', 'passages.place_digest as place', 'documents.title'])
    .orderBy('passages.no')
    .execute()
  await store.close()
  const writer = createBundleWriter()
  const digests = rows.map(({ version, place, title }) => shownDigest({ version, place, title }))
  for (let at = 0; at < digests.length; at += 10_000) await writer.add({ kind: 'texts', digests: digests.slice(at, at + 10_000) })
  const questions = rows.map(({ text }) => `How often may ${/setting number \d+ of part \d+/.exec(text)?.[0] ?? text} be changed?`)
  const about = { kind: 'unknown' } as const
  for (const [at, text] of questions.entries()) {
    await writer.add({
      kind: 'question',
      text,
      origins: ['structure'],
      probability: 0.5,
      region: rows[at]?.path ?? '',
      about,
      skipped: null,
    })
  }
  for (const [at, { path, version, text, place }] of rows.entries()) {
    const question = questions[at] ?? ''
    const vector = unitVector(at)
    const isWritten = await writer.add({
      kind: 'entry',
      question,
      shape: 'quotation',
      status: 'verified',
      preparedBy: 'sleep',
      text: text.trim(),
      quotes: [{ path, version, start: 0, end: text.length, text, place }],
      notes: [],
      effort: 'hybrid',
      verdict: 'generated',
      model: null,
      recipe: 'generated',
      promptTokens: 1_000,
      madeAt: 1_700_000_000_000,
      watch: {
        isHybrid: true,
        terms: [
          [`${at}`, 8],
          ['setting', 0.01],
        ],
        passages: rows.length,
        k: 3,
        score: 0.9,
      },
      shown: [at, at + 1, at + 2].flatMap((other) => {
        const found = rows[other % rows.length]
        return found === undefined ? [] : [{ role: 'watched', path: found.path, version: found.version, spans: [[0, 40]] }]
      }),
      keys: [
        {
          text: question,
          kind: 'question',
          vector: Buffer.from(Int8Array.from(vector, (value) => Math.round(value * 127)).buffer).toString('base64'),
        },
      ],
    })
    if (!isWritten) throw new Error(`"${question}" is not fit for a bundle.`)
  }
  const made = await writer.finish({
    madeAt: 1_700_000_000_000,
    scope: 'default',
    policy: { ...defaultPolicy, tools: [] },
    embedder: { name: 'generated', dimensions },
  })
  writeFileSync(to, Buffer.concat(made.parts))
  return made.bytes
}

/** Some direction, the same for the same number. */
function unitVector(seed: number): Float64Array {
  let state = seed + 1
  const vector = Float64Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  })
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
