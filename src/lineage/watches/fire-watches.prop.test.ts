import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createParser } from '../../adapters/parsers/create-parser.ts'
import { openMemoryStore } from '../../adapters/store/sqlite/open-memory-store.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import { openWatchedScope } from '../../testing/watched-scope.ts'

const parser = createParser()
let store: Store

beforeAll(async () => {
  store = await openMemoryStore(scriptedClock())
})
afterAll(async () => {
  await store.close()
  await parser.close()
})

const titles = ['Harbour', 'Lantern', 'Copper mill'] as const
const sentences = [
  'The harbour closes at nine.',
  'The lantern needs oil every nine days.',
  'A keeper lights the lantern at dusk.',
  'Copper is melted in the mill.',
  'The mill stands by the harbour.',
  'Nobody may enter the mill at night.',
  'The keeper sleeps in the harbour.',
  'Oil is sold at the mill.',
  'Ships wait for the tide.',
  'The tide turns twice.',
  'Nine keepers share one lantern.',
  'Dusk comes early there.',
] as const
const questions = [
  'When does the harbour close?',
  'How often does the lantern need oil?',
  'Where is copper melted?',
  'Who lights the lantern at dusk?',
  'Where may nobody go?',
] as const

const text = fc
  .record({
    title: fc.constantFrom(...titles),
    paragraphs: fc.array(fc.array(fc.constantFrom(...sentences), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ title, paragraphs }) => `# ${title}\n\n${paragraphs.map((paragraph) => paragraph.join(' ')).join('\n\n')}\n`)
const change = fc.record({ file: fc.integer({ min: 0, max: 4 }), text: fc.option(text, { nil: null, freq: 5 }) })

let runs = 0

async function runOnce(
  files: readonly string[],
  changes: readonly { readonly file: number; readonly text: string | null }[],
  ahead: boolean,
) {
  const scope = openWatchedScope(store, parser, `scope-${runs++}` as ScopeId)
  for (const [file, own] of files.entries()) await scope.apply({ file, text: own })
  if (ahead) await scope.embedAhead(titles.flatMap((title) => [title, ...sentences].map((sentence) => [title, sentence] as const)))
  await scope.embedOwed(false)
  for (const [at, question] of questions.entries()) await scope.watch(question, at % 2 === 0 ? 3 : 5)
  const before = new Map<string, readonly string[]>()
  for (const question of questions) before.set(question, await scope.topOf(question))
  const seen = { changed: 0, fired: 0 }
  for (const one of changes) {
    await scope.apply(one)
    await scope.embedOwed(true)
    for (const question of questions) {
      const isChanged = (await scope.topOf(question)).join('\n') !== before.get(question)?.join('\n')
      const isDoubted = await scope.isDoubted(question)
      if (isChanged) seen.changed++
      if (isDoubted) seen.fired++
      if (isChanged) expect(isDoubted, `"${question}" after ${JSON.stringify(one)}`).toBe(true)
    }
  }
  return seen
}

describe('watches over random scopes', () => {
  const scopes = fc.array(text, { minLength: 2, maxLength: 5 })
  const edits = fc.array(change, { minLength: 1, maxLength: 4 })

  it.each([
    ['vectors known when the change is made', true],
    ['vectors known only later', false],
  ])(
    'whatever changes the results of a search doubts its entry: %s',
    async (_, ahead) => {
      const total = { changed: 0, fired: 0, quiet: 0 }
      await fc.assert(
        fc.asyncProperty(scopes, edits, async (files, changes) => {
          const { changed, fired } = await runOnce(files, changes, ahead)
          total.changed += changed
          total.fired += fired
          total.quiet += changes.length * questions.length - fired
        }),
        { numRuns: 25 },
      )
      // Neither trivially: searches changed, and watches stayed quiet.
      expect(total.changed).toBeGreaterThan(10)
      expect(total.quiet).toBeGreaterThan(3)
    },
    60_000,
  )
})
