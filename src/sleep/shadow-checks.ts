import type { Gate } from '../cache/labels/gate.ts'
import { byQuotationAlone, type MatchJudgement } from '../cache/labels/match-judgement.ts'
import { recordJudgement } from '../cache/labels/record-judgement.ts'
import { oweQuestionStatement, turnKeyStatements } from '../cache/labels/withdraw-answer.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import type { AnswerBody } from '../spec/answer.ts'
import type { Quote } from '../spec/claim.ts'
import { ReverieError } from '../spec/errors.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { type Compared, type Comparison, compareByModel, compareByQuotation } from './compare-served.ts'
import { evidenceUnits } from './prepare-question.ts'
import { checkMemo, dueChecks, type ServedMatch, sampleServed } from './shadow-sample.ts'
import { commit, type SleepContext, throwIfAborted } from './sleep-context.ts'

export interface ShadowOptions {
  /** Highest share of wrong hits promised. */
  readonly maxWrongHits: number
  /** Checks a sleep makes. Default 20. */
  readonly most?: number
}

/** Checks a sleep makes at most. */
export const mostShadowChecks = 20
/** A model that fails so often in a row is taken to be down. */
const mostFailures = 3
/** People's verdicts may come between reading and writing, this often. */
const tries = 8

/**
 * Answers a sample of the near matches that were served live, now that nobody waits, and compares: what is right or wrong
 * becomes a label and is counted by the gates; what is wrong is never served to that question again. Ends with the budget,
 * and a failure leaves the rest to the next sleep.
 */
export async function shadowChecks(context: SleepContext, { maxWrongHits, most = mostShadowChecks }: ShadowOptions): Promise<void> {
  const { tally } = context
  // Without a model a check costs nothing but time.
  const due = context.skills.reader.model === null ? most : Math.min(most, await dueChecks(context))
  const sample = due === 0 ? [] : await sampleServed(context, due)
  if (sample.length === 0) return
  await context.view.refresh()
  let failures = 0
  for (const [at, match] of sample.entries()) {
    await breathe(context)
    tally.progress('verify', at, sample.length, match.question)
    try {
      const comparison = await check(context, match)
      await keep(context, match, comparison, maxWrongHits)
      tally.make('shadow checks')
      failures = 0
    } catch (cause) {
      throwIfAborted(context.signal)
      if (!(cause instanceof ReverieError) || cause.code === 'lease-held') throw cause
      if (cause.code === 'budget-refused') {
        tally.skip('shadow checks beyond the budget', sample.length - at)
        return
      }
      if (cause.code === 'parked') {
        tally.park()
        continue
      }
      tally.fail('verify', match.question, cause.message)
      failures += 1
      if (failures >= mostFailures) return
    }
  }
}

async function check(context: SleepContext, match: ServedMatch): Promise<Comparison> {
  const { view, skills, policy, signal } = context
  const { question, entry, isAdapted } = match
  const found = await view.search({ question, vector: await vectorOf(context, question), limit: evidenceUnits })
  const live = await skills.reader.read({ question, evidence: found, policy, region: entry.region }, { signal })
  const evidence = [...found, ...(await servedUnits(context, match, found))]
  const served = isAdapted ? adaptedBody(match, evidence) : entry.body
  if (served === null) return { outcome: 'unsure', reason: 'what was adapted is not found any more', isEvidence: false }
  const compared: Compared = { question, preparedFor: entry.questionText, served, isAdapted, live, evidence, region: entry.region }
  // What no model may see was read without one, whatever reads the rest.
  const isByModel = skills.reader.model !== null && (live.spend.inputTokens > 0 || context.isRemembered?.(live) === true)
  return isByModel ? compareByModel(compared, skills.verifier, signal) : compareByQuotation(compared)
}

async function vectorOf({ store, scope, embedder, signal }: SleepContext, question: string): Promise<Int8Array> {
  const key = keyVectorDigest(question)
  const known = (await storedVectors(store.read, scope, embedder.name, [key])).get(key)
  return known ?? embedder.embedQuestion(question, signal === undefined ? {} : { signal })
}

/** The passages that were served and that a search for the question asked does not bring, found as they were prepared. */
async function servedUnits(context: SleepContext, { entry }: ServedMatch, found: readonly ScoredUnit[]): Promise<readonly ScoredUnit[]> {
  const there = new Set(found.map((unit) => unit.passage))
  const missing = new Set(entry.body.quotes.map((quote) => quote.passage).filter((passage) => !there.has(passage)))
  if (missing.size === 0) return []
  const question = entry.questionText
  const units = await context.view.search({ question, vector: await vectorOf(context, question), limit: evidenceUnits })
  return units.filter((unit) => missing.has(unit.passage))
}

/** What was adapted, by the quotations its record kept; null where one was cut or stands nowhere. */
function adaptedBody({ answer }: ServedMatch, evidence: readonly ScoredUnit[]): AnswerBody | null {
  if (answer.text.endsWith('…')) return null
  const quotes: Quote[] = []
  for (const { path, quote } of answer.citations) {
    const unit = evidence.find((one) => one.path === path && one.passageText.includes(quote))
    if (unit === undefined) return null
    const start = unit.passageText.indexOf(quote)
    quotes.push({ passage: unit.passage, version: unit.version, start, end: start + quote.length, text: quote })
  }
  return { shape: quotes.length > 1 ? 'several' : 'quotation', text: answer.text, quotes, notes: [] }
}

async function keep(context: SleepContext, match: ServedMatch, comparison: Comparison, maxWrongHits: number): Promise<void> {
  const { store, scope, clock, tally } = context
  const db = store.read
  const { outcome, reason, isEvidence } = comparison
  const at = clock.now()
  if (outcome === 'unsure') {
    const row = { scope, memo: checkMemo(context, match), skill: 'shadow', value: JSON.stringify({ outcome, reason }), made_at: at }
    const insert = db.insertInto('memos').values(row)
    await commit(context, [statement(insert.onConflict((conflict) => conflict.columns(['scope', 'memo']).doUpdateSet(row)))])
    return
  }
  const { entry, question, answer, features, recipe, ask } = match
  const judgement: MatchJudgement = {
    entry: entry.id,
    alike: match.isAdapted ? '' : entry.alike,
    question,
    preparedFor: entry.questionText,
    same: outcome === 'same',
    source: 'shadow',
    features: isEvidence ? features : null,
    recipe: isEvidence ? recipe : byQuotationAlone,
    served: answer.served === 'hit' || answer.served === 'adapted',
    ask,
    at,
  }
  const isWrong = outcome === 'wrong'
  const consequences = isWrong
    ? [...turnKeyStatements(db, scope, entry.id, question, false), oweQuestionStatement(db, scope, question)]
    : []
  for (let left = tries; left > 0; left--) {
    const recorded = await recordJudgement(db, scope, judgement, { now: at, maxWrongHits })
    if (await commit(context, [...recorded.statements, ...consequences], recorded.expect)) {
      const closed = closedBy(recorded.gates, at)
      if (closed > 0) tally.make('closed gates', closed)
      return
    }
  }
}

function closedBy(gates: readonly Gate[], at: number): number {
  return gates.filter((gate) => gate.state === 'closed' && gate.at === at).length
}
