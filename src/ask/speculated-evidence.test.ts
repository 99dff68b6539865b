import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { priorCalibration } from '../cache/calibration/prior.ts'
import { createExtractiveReader } from '../preanswer/extractive-reader.ts'
import { createExtractiveVerifier } from '../preanswer/extractive-verifier.ts'
import { openScopeView } from '../retrieve/scope-view.ts'
import type { Level } from '../sleep/plan/choose-level.ts'
import { prepareAtLevel } from '../sleep/plan/prepare-at-level.ts'
import type { Answer } from '../spec/answer.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { defaultPolicy } from '../spec/policy.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { statement } from '../spec/store.ts'
import type { WordVectors } from '../spec/word-vectors.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createPlannedScope, type PlannedScope } from '../testing/planned-scope.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { ask } from './ask.ts'
import type { AskDependencies, ReadyScope } from './ask-types.ts'
import { createMatchMeans } from './match-means.ts'
import { openAskScope } from './open-ask-scope.ts'
import { speculatedEvidence } from './speculated-evidence.ts'

const question = 'How is the lantern lit?'
const page = `# Lantern\n\nThe lantern is lit with a long match. It burns for an hour.\n\n# Oil\n\nOil is kept in the shed beside the lantern.\n`
const noWords: WordVectors = { name: 'no words', similarity: (one, other) => (one === other ? 1 : 0) }

let planned: PlannedScope
beforeEach(async () => {
  planned = await createPlannedScope()
  await planned.write({ 'guide.md': page, 'other.md': '# Other\n\nA match is struck on the box.\n' })
  await planned.predict([question])
})
afterEach(() => planned[Symbol.asyncDispose]())

async function prepare(level: Level): Promise<void> {
  const owed = await planned.owed()
  await prepareAtLevel(
    planned.sleeping,
    owed.map((one) => ({ question: one, level })),
    1,
  )
}

/** One process that asks: how it answers, how often it searched, and what its reader was shown. */
function asking(embedder = createHashingEmbedder()) {
  const { store, scope, context, folder } = planned.corpus
  const shown: (readonly ScoredUnit[])[] = []
  let searches = 0
  const reader = createExtractiveReader()
  const skills = {
    reader: {
      ...reader,
      read: (...call: Parameters<typeof reader.read>) => {
        shown.push(call[0].evidence)
        return reader.read(...call)
      },
    },
    ...{ verifier: createExtractiveVerifier(), editor: null, rewriter: null },
  }
  const inner = openScopeView({ store, scope, embedder })
  const view: typeof inner = {
    ...inner,
    get revision() {
      return inner.revision
    },
    get passageCount() {
      return inner.passageCount
    },
    search: (request) => {
      searches += 1
      return inner.search(request)
    },
  }
  const asked = openAskScope({
    ...{ store, scope, view, embedder, parser: context.parser, clock: context.clock },
    sources: async () => [folder()],
    sync: async () => {},
  })
  const dependencies: AskDependencies = {
    ...{ notKept: null, store, clock: context.clock, random: seededRandom(), embedder, softStaleMs: 1_000 },
    skillsFor: () => skills,
    listHolds: async () => true,
    openScope: async () => asked,
    later: () => {},
    countPromptTokens: async () => 0,
    match: createMatchMeans({ store, prior: priorCalibration, openWords: async () => noWords }),
  }
  const input = {
    ...{ question, history: [], session: null, scopes: [scope], policy: defaultPolicy, freshness: 'bounded' as const, promise: 0.01 },
    ...{ mode: 'prepared' as const, signal: undefined, onText: undefined },
  }
  return {
    ...{ embedder, shown, asked },
    searches: () => searches,
    ask: (over: Partial<typeof input> = {}): Promise<Answer> => ask(dependencies, { ...input, ...over }),
  }
}

const told = ({ text, served, citations, decision }: Answer) => ({ text, served, citations, decision })

describe('what was speculated asleep', () => {
  it('0: a stored vector is used word for word, and no embedder is asked', async () => {
    const before = asking()
    const live = await before.ask()
    expect(before.embedder.embedded).toEqual([question])
    await prepare(0)
    const after = asking()
    expect(told(await after.ask())).toEqual(told(live))
    expect(after.embedder.embedded).toEqual([])
    await after.ask({ question: 'How is the lantern put out?' })
    expect(after.embedder.embedded).toEqual(['How is the lantern put out?'])
  })

  it('0: the vector of another embedder, or of a scope that is not asked, is not', async () => {
    await prepare(0)
    const { store } = planned.corpus
    const rename = store.read.updateTable('vectors').set({ embedder: 'another' }).where('digest', '=', keyVectorDigest(question))
    await store.write([statement(rename)])
    const other = asking()
    await other.ask()
    expect(other.embedder.embedded).toEqual([question])
  })

  it('1: stored evidence is what the search would bring, unit for unit, and nothing is searched', async () => {
    const before = asking()
    const live = await before.ask()
    expect(before.searches()).toBe(1)
    await prepare(1)
    const after = asking()
    expect(told(await after.ask())).toEqual(told(live))
    expect(after.searches()).toBe(0)
    expect(after.shown).toEqual(before.shown)
    expect(after.shown[0]?.length).toBeGreaterThan(3)
  })

  it('1: in other words, at another revision, under an overlay or with another embedder it is searched', async () => {
    await prepare(1)
    const words = asking()
    await words.ask({ question: 'how is the lantern lit' })
    expect(words.searches()).toBe(1)

    const another = asking({ ...createHashingEmbedder(), name: 'another' })
    await another.ask()
    expect(another.searches()).toBe(1)

    planned.corpus.write('other.md', '# Other\n\nThe lantern is lit by a spark.\n')
    const laid = asking()
    await laid.ask()
    expect(laid.searches()).toBe(1)

    await planned.write({})
    const changed = asking()
    await changed.ask()
    expect(changed.searches()).toBe(1)
    expect(changed.shown).not.toEqual([])
  })

  it('2: a draft is served in the same words, as prepared asleep and marked as a draft', async () => {
    await prepare(2)
    const answer = await asking().ask()
    expect(answer).toMatchObject({ served: 'hit', preparedBy: 'sleep', decision: { reason: 'exact' } })
    expect(answer.decision.detail).toBe('asked in the same words; a draft, not verified yet')
    expect((await asking().ask({ question: 'How is a lantern lit?' })).served).not.toBe('hit')
    await prepare(3)
    expect((await asking().ask()).decision.detail).toBe('asked in the same words')
  })

  it('1: is not recalled where a passage is gone or more were searched', async () => {
    await prepare(1)
    const { store } = planned.corpus
    const { asked } = asking()
    const at: ReadyScope = { scope: asked, now: await asked.bringUpToDate('', undefined) }
    await asked.refresh()
    const recalled = () => speculatedEvidence(store, planned.embedder.name, at, question)
    expect(await recalled()).not.toBeNull()
    await store.write([{ sql: 'update speculations set evidence = replace(evidence, \'"passages":3\', \'"passages":4\')', parameters: [] }])
    expect(await recalled()).toBeNull()
    await store.write([{ sql: 'update speculations set evidence = replace(evidence, \'"passages":4\', \'"passages":3\')', parameters: [] }])
    expect(await recalled()).not.toBeNull()
    await store.write([{ sql: `update speculations set evidence = replace(evidence, '"version":"', '"version":"x')`, parameters: [] }])
    expect(await recalled()).toBeNull()
  })
})
