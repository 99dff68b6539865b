import { sql } from 'kysely'
import { readDecisionRecord } from '../cache/decision-record.ts'
import { entriesById } from '../cache/entries-table.ts'
import type { Entry } from '../cache/entry.ts'
import { isOwnWords } from '../cache/labels/record-judgement.ts'
import type { Answer } from '../spec/answer.ts'
import { keepsWords } from '../spec/asked-words.ts'
import { type Digest, digest } from '../spec/digest.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import { policyDigest } from '../spec/policy.ts'
import type { SleepContext } from './sleep-context.ts'

/** A near match that was served, to be answered again without it. */
export interface ServedMatch {
  readonly ask: string
  readonly question: string
  /** As it stands now; the very answer that was served, or what it was adapted from. */
  readonly entry: Entry
  readonly isAdapted: boolean
  readonly answer: Answer
  readonly features: readonly number[] | null
  readonly recipe: string
}

/** Asks looked back upon. */
const recent = 500
const slice = 300

/**
 * A sample of near matches served of late that nobody has judged, each question and entry once: every one as likely, by the
 * run's id. What was served and is no longer prepared so is left out, and so is what a check was unsure of before.
 */
export async function sampleServed(context: SleepContext, size: number): Promise<readonly ServedMatch[]> {
  const { store, scope, run, skills } = context
  const rows = await store.read
    .selectFrom('records')
    .select(['ask', 'question', 'served', 'entry', 'answer', 'decision'])
    .where('scope', '=', scope)
    .where('served', 'in', ['hit', 'adapted'])
    .where('entry', 'is not', null)
    .where(keepsWords)
    // What a model judged when it was served was checked then.
    .$if(skills.reader.model !== null, (query) => query.where(isUnjudged))
    .orderBy('at', 'desc')
    .orderBy('ask')
    .limit(recent)
    .execute()
  const ids = [...new Set(rows.flatMap((row) => row.entry ?? []))]
  const entries = new Map<string, Entry>()
  const judged = new Set<string>()
  for (let at = 0; at < ids.length; at += slice) {
    const some = ids.slice(at, at + slice)
    for (const [id, entry] of await entriesById(store.read, scope, some)) entries.set(id, entry)
    for (const pair of await judgedPairs(context, some)) judged.add(pair)
  }
  const policy = policyDigest(context.policy)
  const found = new Map<string, ServedMatch>()
  for (const row of rows) {
    const entry = entries.get(row.entry ?? '')
    if (entry === undefined || entry.kind !== 'answer' || entry.policy !== policy) continue
    if (entry.state !== 'fresh' && entry.state !== 'suspect') continue
    const isAdapted = row.served === 'adapted'
    const pair = digest(entry.id, normaliseQuestion(row.question))
    if (judged.has(pair) || found.has(pair) || (!isAdapted && isOwnWords(row.question, entry.questionText))) continue
    const answer = JSON.parse(row.answer) as Answer
    if (answer.preparedAt !== entry.madeAt) continue
    const { considered, recipe } = readDecisionRecord(row.decision)
    // What was adapted teaches nothing of the entry as it is.
    const features = recipe === null || isAdapted ? null : (considered.find((one) => one.entry === entry.id)?.features ?? null)
    found.set(pair, {
      ask: row.ask,
      question: row.question,
      entry,
      isAdapted,
      answer,
      features,
      recipe: features === null ? '' : (recipe ?? ''),
    })
  }
  const unsure = await unsureOf(context, [...found.values()])
  return [...found.values()]
    .filter((match) => !unsure.has(checkMemo(context, match)))
    .map((match) => ({ match, by: digest('shadow check', run, match.ask) }))
    .sort((one, other) => (one.by < other.by ? -1 : 1))
    .slice(0, size)
    .map(({ match }) => match)
}

/** Of decisions: no model judged the match. */
const isUnjudged = sql<boolean>`decision not like '%"kind":"likely-match"%' and decision not like '%"kind":"doubtful-match"%'`
/** Part of the near matches served that is answered again: each check costs about two live answers. */
const checkedShare = 0.1
/** Hits counted, the last ones. */
const countedHits = 5_000

/** How many checks are due by now, so that no more than a tenth of the near matches served unjudged of late is checked. */
export async function dueChecks({ store, scope }: Pick<SleepContext, 'store' | 'scope'>): Promise<number> {
  const last = store.read
    .selectFrom('records')
    .select(['at', 'decision'])
    .where('scope', '=', scope)
    .where('served', 'in', ['hit', 'adapted'])
    .orderBy('at', 'desc')
    .limit(countedHits)
  const served = await store.read
    .selectFrom(last.as('last'))
    .select(({ fn }) => [fn.countAll<number | string>().as('near'), fn.min<number | string>('at').as('since')])
    .where('decision', 'not like', '%"reason":"exact"%')
    .where(isUnjudged)
    .executeTakeFirstOrThrow()
  const since = Number(served.since ?? 0)
  const labelled = await store.read
    .selectFrom('labels')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('scope', '=', scope)
    .where('source', '=', 'shadow')
    .where('at', '>=', since)
    .executeTakeFirstOrThrow()
  const unsure = await store.read
    .selectFrom('memos')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('scope', '=', scope)
    .where('skill', '=', 'shadow')
    .where('made_at', '>=', since)
    .executeTakeFirstOrThrow()
  return Math.max(0, Math.ceil(Number(served.near) * checkedShare) - Number(labelled.count) - Number(unsure.count))
}

/** What an unsure check is remembered by: another answer or another reader is another check. */
export function checkMemo({ skills }: Pick<SleepContext, 'skills'>, { entry, question }: ServedMatch): Digest {
  return digest('shadow check', entry.id, entry.alike, normaliseQuestion(question), skills.reader.recipe)
}

async function judgedPairs({ store, scope }: SleepContext, entries: readonly string[]): Promise<readonly string[]> {
  const rows = await store.read
    .selectFrom('labels')
    .select(['entry', 'normalised'])
    .where('scope', '=', scope)
    .where('entry', 'in', entries)
    .where('source', 'in', ['feedback', 'shadow'])
    .execute()
  return rows.map((row) => digest(row.entry, row.normalised))
}

async function unsureOf(context: SleepContext, matches: readonly ServedMatch[]): Promise<ReadonlySet<string>> {
  const { store, scope } = context
  const memos = matches.map((match) => checkMemo(context, match))
  const known = new Set<string>()
  for (let at = 0; at < memos.length; at += slice) {
    const some = memos.slice(at, at + slice)
    const rows = await store.read.selectFrom('memos').select('memo').where('scope', '=', scope).where('memo', 'in', some).execute()
    for (const row of rows) known.add(row.memo)
  }
  return known
}
