import { afterEach, beforeEach, expect, it } from 'vitest'
import { priorCalibration } from '../cache/calibration/prior.ts'
import { entriesById } from '../cache/entries-table.ts'
import { createExtractiveReader } from '../preanswer/extractive-reader.ts'
import { createExtractiveVerifier } from '../preanswer/extractive-verifier.ts'
import { openScopeView } from '../retrieve/scope-view.ts'
import type { AskId, EntryId } from '../spec/ids.ts'
import { defaultPolicy } from '../spec/policy.ts'
import type { WordVectors } from '../spec/word-vectors.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { createMarkedCorpus, type MarkedCorpus } from '../testing/marked-corpus.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { type AdaptedAnswer, adaptNear, type NearEntry } from './adapt-near.ts'
import type { AskDependencies, AskTrail, UnderstoodInput } from './ask-types.ts'
import { composeAdapted } from './compose-answer.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { createMatchMeans } from './match-means.ts'
import { openAskScope } from './open-ask-scope.ts'
import { Stopwatch } from './stopwatch.ts'

const stop = 'Stop the worker of the queue with the command lantern stop.'
const backup = 'Copy the queue file to make a backup of the queue.'
const page = `# Worker\n\n${stop}\n\n# Backups\n\n${backup}\n`
const joint = 'How do I stop the worker of the queue and how do I make a backup of the queue?'

const noWords: WordVectors = { name: 'no words', similarity: (one, other) => (one === other ? 1 : 0) }

let corpus: MarkedCorpus
beforeEach(async () => {
  corpus = await createMarkedCorpus()
  await corpus.change({ 'page.md': page })
})
afterEach(() => corpus[Symbol.asyncDispose]())

async function nearEntry(id: EntryId): Promise<NearEntry> {
  const entry = (await entriesById(corpus.store.read, corpus.scope, [id])).get(id)
  if (entry === undefined) throw new Error('the entry is there')
  // As this reader makes it: what another version made is marked.
  return { entry: { ...entry, recipe: createExtractiveReader().recipe }, preparedFor: entry.questionText, similarity: 0.9 }
}

/** Asks `question` over the corpus as its folder is now; each part is matched by its first letters' entry, where there is one. */
async function adapt(question: string, parts: Readonly<Record<string, NearEntry>>, candidates: readonly NearEntry[] = []) {
  const { store, scope, context } = corpus
  const embedder = createHashingEmbedder()
  const skills = { reader: createExtractiveReader(), verifier: createExtractiveVerifier(), editor: null, rewriter: null }
  const dependencies: AskDependencies = {
    notKept: null,
    store,
    clock: context.clock,
    random: seededRandom(),
    embedder,
    skillsFor: () => skills,
    listHolds: async () => true,
    softStaleMs: 1_000,
    openScope: async () => asked,
    later: () => {},
    countPromptTokens: async () => 0,
    match: createMatchMeans({ store, prior: priorCalibration, openWords: async () => noWords }),
  } as AskDependencies
  const view = openScopeView({ store, scope, embedder })
  const asked = openAskScope({
    store,
    scope,
    view,
    embedder,
    parser: context.parser,
    clock: context.clock,
    sources: async () => [corpus.folder()],
    sync: async () => {},
  })
  await asked.refresh()
  const at = { scope: asked, now: await asked.bringUpToDate('', undefined) }
  const input = {
    question,
    history: [],
    session: null,
    scopes: [scope],
    policy: defaultPolicy,
    freshness: 'bounded',
    mode: 'prepared',
    promise: 0.01,
    signal: undefined,
    onText: undefined,
    asked: question,
    standAlone: null,
    leans: null,
  } as UnderstoodInput
  const trail = { considered: [], reason: 'adapted', detail: '', match: null, spends: [], judged: [], calls: [] } as AskTrail
  const live = await gatherEvidence(at, question, await embedder.embedQuestion(question, {}))
  const result = await adaptNear({
    dependencies,
    input,
    policy: 'policy',
    at,
    candidates,
    live,
    skills,
    terms: { freshness: 'bounded', reader: skills.reader },
    matchPart: async (part) => parts[part.question] ?? null,
    trail,
  })
  const compose = (adapted: AdaptedAnswer) =>
    composeAdapted({ dependencies, input, id: 'ask' as AskId, adapted, trail, watch: new Stopwatch(context.clock) })
  return { result, answer: 'reason' in result ? null : compose(result) }
}

async function bothParts(): Promise<Readonly<Record<string, NearEntry>>> {
  return {
    'How do I stop the worker of the queue?': await nearEntry(await corpus.file('How do I stop the worker?', [stop])),
    'How do I make a backup of the queue?': await nearEntry(await corpus.file('How do I make a backup?', [backup])),
  }
}

it('joins two prepared answers, cited where they stand, and says from what', async () => {
  const { answer } = await adapt(joint, await bothParts())
  expect(answer).toMatchObject({
    served: 'adapted',
    preparedBy: 'sleep',
    preparedFor: 'How do I stop the worker? + How do I make a backup?',
    adaptation: {
      kind: 'joint',
      what: 'two prepared answers joined: “How do I stop the worker?” and “How do I make a backup?”',
      from: [{ preparedFor: 'How do I stop the worker?' }, { preparedFor: 'How do I make a backup?' }],
    },
    citations: [
      { path: 'page.md', startLine: 3, quote: stop },
      { path: 'page.md', startLine: 7, quote: backup },
    ],
    freshness: { state: 'fresh' },
  })
})

it('serves nothing where one of them no longer stands in its file, synced or not', async () => {
  const parts = await bothParts()
  corpus.write('page.md', page.replace('Copy the queue file', 'Copy the whole folder'))
  expect((await adapt(joint, parts)).answer).toBeNull()
  await corpus.change({})
  expect((await adapt(joint, parts)).answer).toBeNull()
})

it('serves nothing where a part has no prepared answer, or only one that no sleep has verified', async () => {
  const { 'How do I stop the worker of the queue?': one, ...other } = await bothParts()
  expect((await adapt(joint, other)).result).toEqual({ reason: 'nothing prepared answers “How do I stop the worker of the queue?”' })
  if (one === undefined) throw new Error('the part is there')
  const candidate = { ...one, entry: { ...one.entry, status: 'candidate' as const } }
  expect((await adapt(joint, { ...other, 'How do I stop the worker of the queue?': candidate })).answer).toBeNull()
})
