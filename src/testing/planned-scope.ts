import { ensureScope } from '../corpus/scopes.ts'
import { sync } from '../corpus/sync.ts'
import { predictStatements } from '../predict/questions-table.ts'
import { openScopeView } from '../retrieve/scope-view.ts'
import { embedOwed } from '../sleep/embed-owed.ts'
import { type OwedQuestion, owedQuestions } from '../sleep/owed-questions.ts'
import { owedUnitTexts } from '../sleep/owed-units.ts'
import type { SleepContext } from '../sleep/sleep-context.ts'
import { SleepTally } from '../sleep/sleep-tally.ts'
import { type Digest, digest } from '../spec/digest.ts'
import { defaultPolicy, policyDigest } from '../spec/policy.ts'
import type { QuestionDraft } from '../spec/question.ts'
import type { Reader, Verifier } from '../spec/skills.ts'
import { type CorpusFixture, createCorpusFixture } from './corpus-fixture.ts'
import { createHashingEmbedder } from './hashing-embedder.ts'

/** A folder synced, embedded and slept on, with a reader and a verifier that stand in for a model and count their calls. */
export interface PlannedScope extends AsyncDisposable {
  readonly corpus: CorpusFixture
  readonly embedder: ReturnType<typeof createHashingEmbedder>
  readonly sleeping: SleepContext
  /** Questions read and judged, in order. */
  readonly read: string[]
  readonly judged: string[]
  /** Questions that the verifier does not support. */
  readonly refused: Set<string>
  /** Writes the files, syncs, embeds. */
  write(files: Readonly<Record<string, string>>): Promise<void>
  predict(texts: readonly string[], more?: Partial<QuestionDraft>): Promise<void>
  owed(): Promise<readonly OwedQuestion[]>
}

const recipe = digest('scripted') as Digest
const model = 'scripted/model'
const spend = { inputTokens: 100, outputTokens: 10, usd: 0.001 }
const unused = () => Promise.reject(new Error('not asked for'))

/** Reads the first unit it is shown and quotes it; supports everything that is not refused. */
export async function createPlannedScope(): Promise<PlannedScope> {
  const corpus = await createCorpusFixture()
  const { store, scope } = corpus
  const { clock } = corpus.context
  await ensureScope(store, clock, scope)
  const lease = await store.claimLease('sleep', 'test', 1e12)
  if (lease === null) throw new Error('no lease')
  const embedder = createHashingEmbedder()
  const read: string[] = []
  const judged: string[] = []
  const refused = new Set<string>()
  const reader: Reader = {
    recipe,
    model,
    async read({ question, evidence }) {
      read.push(question)
      const [unit] = evidence
      if (unit === undefined) return { kind: 'none', reason: 'nothing was found', confidence: 0, spend }
      const { passage, version, start, end, passageText } = unit
      const quote = { passage, version, start, end, text: passageText.slice(start, end) }
      return { kind: 'answer', body: { shape: 'prose', text: `${quote.text} [1]`, quotes: [quote], notes: [] }, confidence: 1, spend }
    },
  }
  const verifier: Verifier = {
    recipe,
    model,
    async judgeAnswer({ question }) {
      judged.push(question)
      return { kind: refused.has(question) ? 'unsupported' : 'supported', reason: 'scripted', spend }
    },
    judgeMatch: unused,
  }
  const skills = {
    reader,
    verifier,
    distiller: { recipe, model, distilDocument: unused, distilGroup: unused },
    generator: { recipe, model, generate: unused },
  }
  const sleeping: SleepContext = {
    ...{ store, scope, run: 'run', lease, clock, embedder, skills, policy: defaultPolicy, signal: undefined },
    view: openScopeView({ store, scope, embedder }),
    tally: new SleepTally(undefined, () => 0),
    countPromptTokens: async () => 100,
  }
  return {
    ...{ corpus, embedder, sleeping, read, judged, refused },
    async write(files) {
      for (const [path, text] of Object.entries(files)) corpus.write(path, text)
      await sync(corpus.context, corpus.folder())
      const documents = await store.read.selectFrom('documents').select(['document as id', 'title']).where('scope', '=', scope).execute()
      await embedOwed(sleeping, await owedUnitTexts(sleeping, documents), 'passages')
      await sleeping.view.refresh()
    },
    async predict(texts, more = {}) {
      const drafts = texts.map((text): QuestionDraft => {
        return { text, origin: 'model', probability: 0.5, region: 'guide.md', about: { kind: 'unknown' }, ...more }
      })
      await store.write(predictStatements(store.read, scope, drafts, clock.now()))
    },
    owed: () => owedQuestions(sleeping, policyDigest(defaultPolicy)),
    [Symbol.asyncDispose]: () => corpus[Symbol.asyncDispose](),
  }
}
