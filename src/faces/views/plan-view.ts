import { sql } from 'kysely'
import type { SideCaps } from '../../ledger/spend-cap.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Store } from '../../spec/store.ts'
import type { OpenCorpus } from '../open-corpus.ts'
import type { ModelPrice, PlanView, ReverieOptions } from '../reverie.ts'
import { planSource } from './plan-source.ts'
import { stateOf } from './questions-view.ts'

export interface PlanInput {
  readonly store: Store
  readonly scope: ScopeId
  readonly corpus: OpenCorpus
  readonly policy: string
  readonly model: ReverieOptions['model'] | null
  readonly caps: SideCaps
}

/** Rough sizes of a model's calls, from its prompts: what a document costs to distil and predict, and a question to answer and verify. */
const tokensPerByte = 0.3
const distilOverhead = 2_500
const tokensPerQuestion = 4_500
const questionsPerDocument = 12

/** What the next sleep would do, before anything is spent. Reads the sources' listing and the store; writes nothing. */
export async function planView({ store, scope, corpus, policy, model, caps }: PlanInput): Promise<PlanView> {
  const source = await planSource(store, scope, corpus)
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
      sql<number>`sum(case when ${stateOf()} in ('owed', 'stale') then 1 else 0 end)`.as('owed'),
      sql<number>`sum(questions.missed_count)`.as('missed'),
    ])
    .where('questions.scope', '=', scope)
    .groupBy('questions.region')
    .execute()
  const owed = rows.reduce((sum, row) => sum + Number(row.owed), 0)
  const planned = model === null ? 0 : source.toDistil.length * questionsPerDocument
  const price: ModelPrice | null = model?.price ?? null
  const tokensOf = (bytes: number, documents: number, questions: number): number =>
    model === null ? 0 : Math.round(bytes * tokensPerByte + documents * distilOverhead + questions * tokensPerQuestion)
  const usdOf = (tokens: number): number | null =>
    model === null ? 0 : price === null ? null : (tokens * (price.input * 0.85 + price.output * 0.15)) / 1e6
  const regions = regionsOf(
    source.toDistil,
    rows.map((row) => ({ region: row.region, owed: Number(row.owed), missed: Number(row.missed) })),
  )
  const bytes = source.toDistil.reduce((sum, document) => sum + document.size, 0)
  const tokens = tokensOf(bytes, source.toDistil.length, owed + planned)
  return {
    documents: { toRead: source.toRead, toDistil: source.toDistil.length },
    questions: { planned, owed },
    calls: model === null ? 0 : source.toDistil.length * 2 + (owed + planned) * 2,
    tokens,
    usd: usdOf(tokens),
    cap: { tokens: caps.sleep?.tokens ?? null, usd: caps.sleep?.usd ?? null },
    regions: regions.map((region) => {
      const used = tokensOf(region.bytes, region.documents, region.questions)
      return {
        region: region.region === '' ? '(asked by people)' : region.region,
        questions: region.questions,
        tokens: used,
        usd: usdOf(used),
        why: region.why,
      }
    }),
    note:
      model === null
        ? 'No model is named: everything is done on this machine and costs nothing.'
        : 'An estimate from sizes; the cap is what holds.',
  }
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
