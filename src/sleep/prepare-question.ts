import { absenceVerdict } from '../cache/absence.ts'
import { alikeDigest, type Entry, entryId } from '../cache/entry.ts'
import type { EvidencePin } from '../lineage/evidence-pin.ts'
import { type MadeWatch, makeWatch, roundTripPassages, shownPassages } from '../lineage/watches/make-watch.ts'
import { shownPins } from '../lineage/watches/shown-pins.ts'
import { comesBack } from '../preanswer/comes-back.ts'
import { contradictingUnit } from '../preanswer/contradiction.ts'
import { plainQuote } from '../preanswer/plain-quote.ts'
import { promptUnits } from '../preanswer/prompts/reader-prompt.ts'
import type { StoredQuestion } from '../predict/questions-table.ts'
import type { AnswerBody, Spend } from '../spec/answer.ts'
import type { Claim } from '../spec/claim.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import { noSpend } from '../spec/ledger.ts'
import { policyDigest } from '../spec/policy.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { coversQuestion } from './covers-question.ts'
import { freshCandidate } from './fresh-candidate.ts'
import type { OwedQuestion } from './owed-questions.ts'
import type { SleepContext } from './sleep-context.ts'

/** What came of preparing one question. */
export type Prepared =
  | {
      readonly kind: 'entry'
      readonly entry: Entry
      /** Of a complete list: what it is over. */
      readonly listed?: { readonly reference: string; readonly version: string }
      /** The search it relies on; lists have none. */
      readonly watch?: MadeWatch
      /** What a model was shown to make it. */
      readonly read?: readonly EvidencePin[]
    }
  | { readonly kind: 'skipped'; readonly question: StoredQuestion; readonly reason: string }

export interface PrepareInput {
  readonly question: OwedQuestion
  readonly vector: Int8Array | null
  /** Proved claims the question was made from, those still fresh. */
  readonly claims: readonly Claim[]
}

/** Units a question is answered from. */
export const evidenceUnits = 24

/**
 * Answers one question from retrieved evidence. A question made from a claim must bring its passage back among the first
 * three passages (the round trip); without a model its answer is the claim's own quotation. What an ask or a draft left
 * and still holds is verified as it stands, everything else is read.
 */
export async function prepareQuestion(context: SleepContext, input: PrepareInput): Promise<Prepared> {
  const { question, vector, claims } = input
  const { reader, verifier } = context.skills
  const call = { signal: context.signal }
  const evidence = await context.view.search({ question: question.text, vector, limit: evidenceUnits })
  if (question.about.kind === 'claim') {
    if (claims.length === 0 && reader.model === null) return skipped(question, 'its claim is gone')
    if (!comesBack(evidence, passagesOf(question, claims), roundTripPassages)) {
      return skipped(question, 'retrieval does not bring its passage back')
    }
  }
  const request = { question: question.text, evidence, policy: context.policy, region: question.region }
  let body: AnswerBody
  let spend: Spend = noSpend
  const effort = effortOf(vector)
  const quotation = question.about.kind === 'claim' && reader.model === null ? quotationOf(claims) : null
  const candidate = quotation === null ? await freshCandidate(context, { question, effort, evidence }) : null
  // Where another passage states another value, both must be told.
  if (quotation !== null && contradictingUnit(question.text, quotation, evidence) === null) {
    body = quotation
  } else if (candidate !== null) {
    body = candidate.body
  } else {
    const reading = await reader.read(request, call)
    spend = reading.spend
    if (reading.kind === 'none') {
      if (question.about.kind === 'claim' || question.isServed) return skipped(question, 'the reader does not find the answer')
      return absence(context, input, evidence)
    }
    body = reading.body
  }
  // What the reader remarks of this question would mislead whoever asks it in other words.
  if (reader.model === null && body.notes.some((note) => note.includes('does not')))
    return skipped(question, 'its quotation differs from the question')
  const verdict = await verifier.judgeAnswer({ question: question.text, body, evidence, region: question.region }, call)
  if (verdict.failure !== undefined) throw verdict.failure
  if (verdict.kind !== 'supported') {
    // What a model read and does not stand may be answered yet: an absence would be served where a live ask finds it.
    if (question.about.kind === 'unknown' && reader.model === null && !question.isServed) return absence(context, input, evidence)
    return skipped(question, `not supported: ${verdict.reason}`)
  }
  if (question.about.kind === 'unknown' && reader.model === null && !coversQuestion(question.text, body, evidence)) {
    return skipped(question, 'its quotation leaves out much of the question')
  }
  const entry =
    candidate !== null
      ? promoted(context, question, candidate, verdict.reason)
      : entryOf(context, question, body, {
          effort,
          verdict: verdict.reason,
          spend,
          promptTokens: await context.countPromptTokens(request),
        })
  const isRoundTrip = question.about.kind === 'claim' && reader.model === null
  return { kind: 'entry', entry, ...restsOn(context, entry, { hasVector: vector !== null, isRoundTrip, evidence }) }
}

export interface EntryFacts {
  readonly effort: string
  readonly verdict: string
  readonly spend: Spend
  readonly promptTokens: number
}

export function entryOf(context: SleepContext, question: StoredQuestion, body: AnswerBody, facts: EntryFacts): Entry {
  const policy = policyDigest(context.policy)
  return {
    id: entryId(context.scope, policy, '', question.text),
    scope: context.scope,
    policy,
    question: question.id,
    questionText: question.text,
    kind: 'answer',
    status: 'verified',
    state: 'fresh',
    shape: body.shape,
    body,
    alike: alikeDigest(body),
    preparedBy: 'sleep',
    region: question.region,
    model: context.skills.reader.model,
    recipe: context.skills.reader.recipe,
    madeAt: context.clock.now(),
    ...facts,
  }
}

/** A candidate's text as it stands, from now on found by questions near its own. */
function promoted({ skills }: SleepContext, { region }: StoredQuestion, candidate: Entry, verdict: string): Entry {
  return { ...candidate, status: 'verified', region, recipe: skills.reader.recipe, verdict }
}

function absence(context: SleepContext, { question, vector }: PrepareInput, evidence: readonly ScoredUnit[]): Prepared {
  const body: AnswerBody = { shape: 'quotation', text: '', quotes: [], notes: [] }
  const facts = { effort: effortOf(vector), verdict: absenceVerdict, spend: noSpend, promptTokens: 0 }
  const entry: Entry = { ...entryOf(context, question, body, facts), kind: 'absence' }
  return { kind: 'entry', entry, ...restsOn(context, entry, { hasVector: vector !== null, isRoundTrip: false, evidence }) }
}

export interface EntrySearch {
  readonly hasVector: boolean
  /** Whether the entry is a claim's quotation, admitted by its round trip. */
  readonly isRoundTrip: boolean
  readonly evidence: readonly ScoredUnit[]
}

/** What an entry rests on beside what it cites: the search it was made from, and what a model read. */
export function restsOn(
  context: SleepContext,
  entry: Entry,
  search: EntrySearch,
): { readonly watch: MadeWatch; readonly read: readonly EvidencePin[] } {
  const { hasVector, isRoundTrip, evidence } = search
  const watch = makeWatch({
    entry: entry.id,
    question: entry.questionText,
    vector: hasVector ? { digest: keyVectorDigest(entry.questionText), embedder: context.embedder.name } : null,
    units: evidence,
    limit: evidenceUnits,
    passages: context.view.passageCount,
    k: isRoundTrip ? roundTripPassages : shownPassages(evidence),
  })
  return { watch, read: entry.model === null ? [] : shownPins('read', evidence.slice(0, promptUnits)) }
}

function effortOf(vector: Int8Array | null): string {
  return vector === null ? 'lexical' : 'hybrid'
}

/** The passages a question about claims must bring back: those of its claims, or those it was made for where others replaced these. */
export function passagesOf({ about }: StoredQuestion, claims: readonly Claim[]): ReadonlySet<string> {
  const own = claims.flatMap((claim) => claim.quotes.map((quote) => quote.passage))
  return new Set<string>(own.length === 0 && about.kind === 'claim' ? about.passages : own)
}

/** The quotation a claim stands for; neighbouring quotes of one passage stay one block each, in reading order. */
function quotationOf(claims: readonly Claim[]): AnswerBody {
  const quotes = claims.flatMap((claim) => claim.quotes)
  return {
    shape: quotes.length > 1 && new Set(quotes.map((quote) => quote.passage)).size > 1 ? 'several' : 'quotation',
    text: quotes.map((quote) => plainQuote(quote.text)).join('\n\n'),
    quotes,
    notes: [],
  }
}

function skipped(question: StoredQuestion, reason: string): Prepared {
  return { kind: 'skipped', question, reason }
}
