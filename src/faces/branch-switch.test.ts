import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { handbookModel, modelCall } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createScriptedModel } from '../testing/scripted-model.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie } from './reverie.ts'

type Files = Readonly<Record<string, string>>

const page = (title: string, ...sentences: readonly string[]): string => `# ${title}\n\n${sentences.join(' ')}\n`

/** Twelve pages that both branches share, and what each has of its own. */
const shared: Files = Object.fromEntries(
  ['Anchors', 'Bells', 'Cranes', 'Docks', 'Engines', 'Flags', 'Gauges', 'Hulls', 'Inlets', 'Jetties', 'Keels', 'Ladders'].map(
    (name, at) => [
      `parts/${name.toLowerCase()}.md`,
      page(
        name,
        `Every set of ${name.toLowerCase()} is inspected after ${at + 3} weeks at sea.`,
        `The record of ${name.toLowerCase()} is kept in drawer ${at + 40}.`,
      ),
    ],
  ),
)

const options = (retries: number): string => `# Settings

The harbour reads \`harbour.json\`.

## Options

- \`retries\`: How often a failed mooring is tried again. Defaults to \`${retries}\`.
- \`berths\`: How many ships may lie at once. Defaults to \`20\`.
- \`logFile\`: Where the log is written. Defaults to \`harbour.log\`.
`

const main: Files = {
  ...shared,
  'settings.md': options(3),
  'rules/night.md': page(
    'Night rules',
    'No ship may leave the harbour between midnight and five.',
    'Lanterns must burn on every quay after dusk.',
  ),
  'rules/tolls.md': page(
    'Tolls',
    'A fishing boat pays 4 crowns for each night it stays.',
    'Pilots are exempt from every toll of the harbour.',
  ),
  'guide/pilots.md': page(
    'Pilots',
    'A pilot boards every ship longer than 30 metres at the outer buoy.',
    'Pilots are paid by the harbour master each month.',
  ),
}

/** Edits, one file more, two less, one renamed and one renamed with an edit. */
const branch: Files = {
  ...shared,
  'parts/cranes.md': page('Cranes', 'Every set of cranes is inspected after 9 weeks at sea.', 'The record of cranes is kept in drawer 42.'),
  'parts/docks.md': page('Dry docks', 'Every set of docks is inspected after 6 weeks at sea.', 'The record of docks is kept in drawer 43.'),
  'settings.md': options(5).replace('- `berths`: How many ships may lie at once. Defaults to `20`.\n', ''),
  'rules/night-time.md': main['rules/night.md'] ?? '',
  'rules/ice.md': page(
    'Ice',
    'The harbour closes when the ice is thicker than 12 centimetres.',
    'A breaker opens the fairway each morning at six.',
  ),
  'handbook/pilots.md': page(
    'Pilots',
    'A pilot boards every ship longer than 30 metres at the outer buoy.',
    'Pilots are paid by the harbour master each week.',
  ),
}

/** So that everything is prepared at once: what a sleep by hand tries on trust would leave some to the next. */
const enough = { budget: { tokens: 10_000_000 } }

let folder = ''
let reverie: Reverie
const embedder = createHashingEmbedder()
let calls = 0

function checkout(files: Files, from: Files = {}): void {
  for (const path of Object.keys(from)) if (files[path] === undefined) rmSync(join(folder, path))
  for (const [path, text] of Object.entries(files)) {
    if (from[path] === text) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

async function open(isPaid: boolean): Promise<void> {
  calls = 0
  folder = mkdtempSync(join(tmpdir(), 'reverie-branch-'))
  const model = createScriptedModel((options) => {
    calls += 1
    return { text: handbookModel(modelCall(options)) }
  })
  reverie = await openReverie({
    folder,
    embedder: { name: embedder.name, model: embedder.model, dimensions: embedder.dimensions },
    // Else what is asked about here would be distilled by the model from then on.
    distil: 'all',
    ...(isPaid ? { model: { name: 'scripted/one', model, price: { input: 0, output: 0 } } } : {}),
  })
}

afterEach(async () => {
  await reverie.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Held {
  readonly question: string
  readonly isHit: boolean
  readonly text: string
  readonly paths: readonly string[]
}

/** What each question is served with. */
async function hits(questions: readonly string[]): Promise<readonly Held[]> {
  const held: Held[] = []
  for (const question of questions) {
    const answer = await reverie.ask({ question })
    const paths = answer.citations.map((citation) => citation.path)
    held.push({ question, isHit: answer.served === 'hit', text: answer.text, paths })
  }
  return held
}

const prepared = async (): Promise<readonly string[]> =>
  (await reverie.questions.list({ state: 'prepared', limit: 1_000 })).map((question) => question.text)

async function costing<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly calls: number; readonly embedded: readonly string[] }> {
  const [paid, embedded] = [calls, embedder.embedded.length]
  const result = await work()
  return { result, calls: calls - paid, embedded: embedder.embedded.slice(embedded) }
}

describe.each([
  ['without a model', false],
  ['with a model', true],
])('a branch switched and back, %s', (_, isPaid) => {
  it('has every prepared answer again, with neither a model call nor an embedding, when nothing slept in between', async () => {
    await open(isPaid)
    checkout(main)
    await reverie.sleep(enough)
    const questions = await prepared()
    expect(questions.length).toBeGreaterThan(8)
    const before = await hits(questions)
    expect(before.filter((held) => held.isHit)).toHaveLength(questions.length)
    checkout(branch, main)
    await reverie.ask({ question: 'Which toll does a pilot pay?' })
    checkout(main, branch)
    const back = await costing(() => hits(questions))
    expect(back.result).toEqual(before)
    expect({ calls: back.calls, embedded: back.embedded }).toEqual({ calls: 0, embedded: [] })
  })

  it('has every prepared answer again at once when the branch was slept over', async () => {
    await open(isPaid)
    checkout(main)
    await reverie.sleep(enough)
    const questions = await prepared()
    const before = await hits(questions)
    expect(before.filter((held) => held.isHit)).toHaveLength(questions.length)
    checkout(branch, main)
    await reverie.sleep(enough)
    const there = await prepared()
    checkout(main, branch)
    const back = await costing(() => hits(questions))
    expect(back.result).toEqual(before)
    expect({ calls: back.calls, embedded: back.embedded }).toEqual({ calls: 0, embedded: [] })
    const slept = await costing(() => reverie.sleep(enough))
    expect({ calls: slept.calls, embedded: slept.embedded }).toEqual({ calls: 0, embedded: [] })
    expect(await hits(questions)).toEqual(before)
    checkout(branch, main)
    const again = await costing(() => hits(there))
    expect(again.result.filter((held) => held.isHit)).toHaveLength(there.length)
    const sleptAgain = await costing(() => reverie.sleep(enough))
    expect({ calls: again.calls, embedded: [...again.embedded, ...sleptAgain.embedded] }).toEqual({ calls: 0, embedded: [] })
    // What was asked of the other branch in between may have become worth a judgement and keys.
    expect(sleptAgain.calls).toBeLessThanOrEqual(4)
  })
})

it('asks no model about files that only moved', async () => {
  await open(true)
  checkout(main)
  await reverie.sleep(enough)
  const moved: Files = Object.fromEntries(Object.entries(main).map(([path, text]) => [path.replace(/^parts\//, 'stores/'), text]))
  checkout(moved, main)
  const slept = await costing(() => reverie.sleep(enough))
  expect(slept.embedded).toEqual([])
  expect(slept.result.produced.claims).toBeUndefined()
  // Only the folder whose name is another is summarised under it and asked about, and the whole that shows it.
  expect(slept.calls).toBeLessThanOrEqual(3)
})

it('asks no model about text that was only laid out anew, and shows it where it stands now', async () => {
  await open(true)
  checkout(main)
  await reverie.sleep(enough)
  const questions = await prepared()
  const before = await hits(questions)
  const reflowed: Files = {
    ...main,
    'rules/tolls.md': (main['rules/tolls.md'] ?? '').replaceAll(' crowns ', '\ncrowns ').replace('. Pilots', '.\nPilots'),
  }
  checkout(reflowed, main)
  const slept = await costing(() => reverie.sleep(enough))
  expect(slept.calls).toBe(0)
  expect(slept.result.produced.claims).toBeUndefined()
  const after = await hits(questions)
  expect(after.map((held) => held.isHit)).toEqual(before.map((held) => held.isHit))
})

it('redoes after an edit what was shown it, and nothing else', async () => {
  await open(true)
  checkout(main)
  const first = await costing(() => reverie.sleep(enough))
  checkout({ ...main, 'rules/tolls.md': (main['rules/tolls.md'] ?? '').replace('4 crowns', '5 crowns') }, main)
  const slept = await costing(() => reverie.sleep(enough))
  expect(slept.result.produced.distillates).toBeLessThanOrEqual(5)
  expect(slept.calls).toBeLessThan(first.calls / 5)
  const idle = await costing(() => reverie.sleep(enough))
  expect(idle).toMatchObject({ calls: 0, embedded: [], result: { produced: {} } })
})

it('leaves nothing of a forgotten file in answers that were withdrawn before', async () => {
  await open(true)
  const pilots = main['guide/pilots.md'] ?? ''
  checkout({ ...main, 'guide/pilots.md': pilots.replace('outer buoy', 'quokka buoy') })
  await reverie.sleep(enough)
  checkout(main, { ...main, 'guide/pilots.md': '' })
  await reverie.sleep(enough)
  await reverie.forget({ path: 'guide/pilots.md' })
  const database = readFileSync(join(folder, '.reverie/reverie.db'))
  expect(database.includes('quokka')).toBe(false)
  expect(database.includes('pilot boards')).toBe(false)
})

it('summarises, lists and predicts nothing of a deleted file, and all of it again at no cost once it is back', async () => {
  await open(true)
  checkout(main)
  await reverie.sleep(enough)
  const before = await reverie.summary('rules/tolls.md')
  const asked = (await reverie.questions.list({ match: 'toll', limit: 100 })).map((question) => question.text)
  expect(asked).not.toEqual([])
  rmSync(join(folder, 'rules/tolls.md'))
  await reverie.sleep(enough)
  await expect(reverie.summary('rules/tolls.md')).rejects.toMatchObject({ code: 'not-found' })
  expect((await reverie.summary('rules')).claims.map((claim) => claim.path)).not.toContain('rules/tolls.md')
  expect(await reverie.questions.list({ match: 'toll', limit: 100 })).toEqual([])
  writeFileSync(join(folder, 'rules/tolls.md'), main['rules/tolls.md'] ?? '')
  const back = await costing(() => reverie.sleep(enough))
  expect({ calls: back.calls, embedded: back.embedded }).toEqual({ calls: 0, embedded: [] })
  expect(await reverie.summary('rules/tolls.md')).toEqual(before)
  expect((await reverie.questions.list({ match: 'toll', limit: 100 })).map((question) => question.text)).toEqual(
    expect.arrayContaining(asked),
  )
})
