import { isWordless } from '../spec/asked-words.ts'
import type { ScopeId } from '../spec/ids.ts'
import { type Commit, mostAsks, type OpenConversation, type PastAsk, type PredictionInputs } from '../spec/predictor.ts'
import type { QuestionDraft, QuestionOrigin } from '../spec/question.ts'
import type { Store } from '../spec/store.ts'
import { loadChanges } from './inputs/load-changes.ts'
import { loadSimilarity } from './inputs/load-similarity.ts'
import { askedWordings } from './predictors/asked-wordings.ts'
import { hourMs } from './predictors/time-spans.ts'
import { toQuestion } from './questions-table.ts'

export interface LoadInputsOptions {
  readonly store: Store
  readonly scope: ScopeId
  /** Epoch ms; nothing later is read. */
  readonly now: number
  /** Newest first; absent: there is no repository. */
  readonly commits?: readonly Commit[]
  /** Name of the embedder whose vectors tell similarity; absent: the one with most stored questions. `null`: none. */
  readonly embedder?: string | null
}

/** Questions of the pool that are read, by their probability. */
export const mostCandidates = 5000
const page = 2000
/** Wordings whose vectors are read, newest asked first. */
const mostCompared = 3000
/** A conversation is over when nothing was asked in it for so long. */
const openForMs = hourMs / 2
const pool: ReadonlySet<QuestionOrigin> = new Set(['structure', 'list', 'model', 'distillates', 'corpus'])

/**
 * Reads what predictors work from: the newest asks with what answered them, the pool of drafted questions, recent changes,
 * pinned questions and open conversations. Bounded, read by index, without a write. Where asked texts are not kept, asks
 * without a text are left out.
 */
export async function loadPredictionInputs(options: LoadInputsOptions): Promise<PredictionInputs> {
  const { store, scope, now, commits = [] } = options
  const asks = await loadAsks(store, scope, now)
  const rows = await store.read
    .selectFrom('questions')
    .selectAll()
    .where('scope', '=', scope)
    .where('dropped', '=', 0)
    .orderBy('probability', 'desc')
    .orderBy('question')
    .limit(mostCandidates * 2)
    .execute()
  const candidates = rows.map(toQuestion).flatMap((question): readonly QuestionDraft[] => {
    const origin = question.origins.find((one) => pool.has(one))
    const { text, probability, region, about } = question
    return origin === undefined ? [] : [{ text, origin, probability, region, about }]
  })
  const bounded = candidates.slice(0, mostCandidates)
  const pinned = await store.read
    .selectFrom('questions')
    .select('text')
    .where('scope', '=', scope)
    .where('pinned', '=', 1)
    .where('dropped', '=', 0)
    .orderBy('question')
    .limit(mostCandidates)
    .execute()
  const compared = [...askedWordings(asks, mostCompared).map(({ text }) => text), ...bounded.map(({ text }) => text)]
  const similarity = options.embedder === null ? null : await loadSimilarity(store, scope, { texts: compared, embedder: options.embedder })
  return {
    now,
    asks,
    changes: await loadChanges(store, scope, now),
    commits: commits.filter((commit) => commit.at <= now),
    candidates: bounded,
    pinned: pinned.map(({ text }) => text),
    conversations: openConversations(asks, now),
    ...(similarity === null ? {} : { similarity }),
  }
}

/** The newest asks, oldest first. */
async function loadAsks(store: Store, scope: ScopeId, now: number): Promise<readonly PastAsk[]> {
  const asks: PastAsk[] = []
  for (let offset = 0; offset < mostAsks; offset += page) {
    const rows = await store.read
      .selectFrom('records')
      .leftJoin('entries', (join) => join.onRef('entries.scope', '=', 'records.scope').onRef('entries.entry', '=', 'records.entry'))
      .select(['records.at', 'records.question', 'records.session', 'records.served', 'entries.region'])
      .where('records.scope', '=', scope)
      .where('records.at', '<=', now)
      .orderBy('records.at', 'desc')
      .orderBy('records.ask', 'desc')
      .limit(page)
      .offset(offset)
      .execute()
    for (const { at, question, session, served, region } of rows)
      if (!isWordless(question.trim()))
        asks.push({ at, question, session, isMiss: served === 'live' || served === 'none', region: region ?? '' })
    if (rows.length < page) break
  }
  return asks.reverse()
}

function openConversations(asks: readonly PastAsk[], now: number): readonly OpenConversation[] {
  const open = new Map<string, { at: number; readonly questions: string[] }>()
  for (const { session, at, question } of asks) {
    if (session === null) continue
    const known = open.get(session)
    if (known === undefined) open.set(session, { at, questions: [question] })
    else {
      known.at = at
      known.questions.push(question)
    }
  }
  return [...open]
    .map(([session, { at, questions }]) => ({ session, at, questions }))
    .filter(({ at }) => at > now - openForMs)
    .sort((one, other) => other.at - one.at || (one.session < other.session ? -1 : 1))
}
