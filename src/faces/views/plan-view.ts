import { sql } from 'kysely'
import { estimateSleep, type SleepEstimate, type SleepSize } from '../../ledger/estimate-sleep.ts'
import type { SideCaps } from '../../ledger/spend-cap.ts'
import { fileRecipe } from '../../sleep/file-recipe.ts'
import { limitsOf } from '../../sleep/make-keys-limits.ts'
import { countOwedKeys } from '../../sleep/make-keys-owed.ts'
import type { SleepSkills } from '../../sleep/sleep-context.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { OpenCorpus } from '../open-corpus.ts'
import type { PlanView, ReverieOptions } from '../reverie.ts'
import { planSource } from './plan-source.ts'
import { stateOf } from './questions-view.ts'

export interface PlanInput {
  readonly store: Store
  readonly scope: ScopeId
  readonly corpus: OpenCorpus
  readonly policy: string
  readonly model: ReverieOptions['model'] | null
  readonly caps: SideCaps
  /** Of the sleep planned: what another recipe made is owed. */
  readonly skills: SleepSkills
  /** At most this many questions. */
  readonly maxQuestions: number | undefined
}

/** Questions a model usually proposes for a document. */
const questionsPerDocument = 12

/** What the next sleep would do, before anything is spent. Reads the sources' listing and the store; writes nothing. */
export async function planView({ store, scope, corpus, policy, model, caps, skills, maxQuestions }: PlanInput): Promise<PlanView> {
  const source = await planSource(store, scope, corpus, fileRecipe(skills))
  const rows = await store.read
    .selectFrom('questions')
    .leftJoin('entries', (join) =>
      join
        .onRef('entries.scope', '=', 'questions.scope')
        .onRef('entries.question', '=', 'questions.question')
        .on('entries.policy', '=', policy),
    )
    .select([
      'questions.region',
      sql<number>`sum(case when ${stateOf()} in ('owed', 'stale') or ${otherRecipe(skills)} then 1 else 0 end)`.as('owed'),
      sql<number>`sum(questions.missed_count)`.as('missed'),
    ])
    .where('questions.scope', '=', scope)
    .groupBy('questions.region')
    .execute()
  const most = maxQuestions ?? Number.POSITIVE_INFINITY
  const owed = Math.min(
    most,
    rows.reduce((sum, row) => sum + Number(row.owed), 0),
  )
  const expected = Math.min(most - owed, source.toDistil.length * questionsPerDocument)
  const planned = model === null ? 0 : expected
  const keys = await plannedKeys({ store, scope, policy, skills }, owed + expected)
  const price = model?.price ?? null
  const estimate = (size: SleepSize): SleepEstimate => (model === null ? { calls: 0, tokens: 0, usd: 0 } : estimateSleep(size, price))
  const regions = regionsOf(
    source.toDistil,
    rows.map((row) => ({ region: row.region, owed: Number(row.owed), missed: Number(row.missed) })),
  )
  const bytes = source.toDistil.reduce((sum, document) => sum + document.size, 0)
  return {
    documents: { toRead: source.toRead, toDistil: source.toDistil.length },
    questions: { planned, owed },
    keys: { answers: keys.answers },
    ...estimate({ documents: source.toDistil.length, characters: bytes, questions: owed + planned, keyed: keys }),
    cap: { tokens: caps.sleep?.tokens ?? null, usd: caps.sleep?.usd ?? null },
    regions: regions.map((region) => {
      const { tokens, usd } = estimate({ documents: region.documents, characters: region.bytes, questions: region.questions })
      return {
        region: region.region === '' ? '(asked by people)' : region.region,
        questions: region.questions,
        tokens,
        usd,
        why: region.why,
      }
    }),
    note:
      model === null
        ? 'No model is named: everything is done on this machine and costs nothing.'
        : 'An estimate from sizes; the cap is what holds.',
  }
}

/** A neighbour's question is judged with the keys. */
const neighbours = 1

/** For how many answers keys would be worded, those that are still to be made among them, and how many keys are judged for each at most. */
async function plannedKeys({ store, scope, policy, skills }: Pick<PlanInput, 'store' | 'scope' | 'policy' | 'skills'>, toAnswer: number) {
  const { keyWriter: writer, verifier } = skills
  if (writer === undefined) return { answers: 0, keysEach: 0 }
  const { entries, paraphrases, nearMisses } = limitsOf(writer, verifier)
  const owed = await countOwedKeys(store.read, scope, policy, writer)
  return { answers: Math.min(entries, owed + toAnswer), keysEach: paraphrases + nearMisses + neighbours }
}

/** Answers that the sleep would make again for their recipe alone, as its own rule has it. */
function otherRecipe({ reader }: SleepSkills) {
  const whose = reader.model === null ? sql`entries.model is null` : sql`1 = 1`
  return sql<boolean>`(entries.kind = 'answer' and entries.status = 'verified' and entries.state = 'fresh' and entries.shape <> 'list' and entries.recipe <> ${reader.recipe} and questions.skipped is null and questions.dropped = 0 and ${whose})`
}

interface Region {
  readonly region: string
  readonly documents: number
  readonly bytes: number
  readonly questions: number
  readonly why: string
}

function regionsOf(
  documents: readonly { readonly path: string; readonly size: number; readonly why: string }[],
  owed: readonly { readonly region: string; readonly owed: number; readonly missed: number }[],
): readonly Region[] {
  const regions = new Map<string, Region>()
  for (const document of documents)
    regions.set(document.path, {
      region: document.path,
      documents: 1,
      bytes: document.size,
      questions: questionsPerDocument,
      why: document.why,
    })
  for (const { region, owed: questions, missed } of owed) {
    if (questions === 0) continue
    const known = regions.get(region)
    const why = missed > 0 ? `${missed} asked and missed` : (known?.why ?? `${questions} questions without an answer`)
    regions.set(region, {
      region,
      documents: known?.documents ?? 0,
      bytes: known?.bytes ?? 0,
      questions: known === undefined ? questions : known.questions,
      why,
    })
  }
  return [...regions.values()].sort((a, b) => b.questions - a.questions || (a.region < b.region ? -1 : 1)).slice(0, 40)
}
