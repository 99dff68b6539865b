import type { Entry } from '../cache/entry.ts'
import { addSpends } from '../ledger/add-spends.ts'
import type { Answer, AnswerBody, Freshness } from '../spec/answer.ts'
import type { AskId, PassageId } from '../spec/ids.ts'
import type { AdaptedAnswer } from './adapt-near.ts'
import type { LiveOutcome } from './answer-live.ts'
import type { AskDependencies, AskTrail, ReadyScope, UnderstoodInput } from './ask-types.ts'
import { cite } from './cite.ts'
import type { PassagePlace } from './overlay.ts'
import type { Stopwatch } from './stopwatch.ts'

interface Common {
  readonly dependencies: AskDependencies
  readonly input: UnderstoodInput
  readonly id: AskId
  readonly trail: AskTrail
  readonly watch: Stopwatch
}

export interface HitParts extends Common {
  readonly at: ReadyScope
  readonly entry: Entry
  readonly places: ReadonlyMap<PassageId, PassagePlace>
  /** Why it is soft-stale, in words, or null. */
  readonly soft: string | null
  readonly preparedFor: string
}

/** The answer object of a hit, or of an absence known already. */
export function composeHit({ dependencies, input, id, at, entry, places, soft, preparedFor, trail, watch }: HitParts): Answer {
  if (entry.kind === 'answer') input.onText?.(entry.body.text)
  return {
    id,
    question: input.asked,
    standAlone: input.standAlone,
    text: entry.kind === 'absence' ? '' : entry.body.text,
    served: entry.kind === 'absence' ? 'none' : 'hit',
    preparedBy: entry.kind === 'absence' ? null : preparedByOf(entry),
    approvedAt: entry.kind === 'absence' ? null : (entry.approvedAt ?? null),
    preparedAt: entry.kind === 'absence' ? null : entry.madeAt,
    preparedFor: entry.kind === 'absence' ? null : preparedFor,
    adaptation: null,
    citations: cite(entry.body, places),
    freshness: freshnessOf(at, dependencies.notKept, soft),
    timings: watch.read(),
    savedTokens: entry.kind === 'absence' ? 0 : entry.promptTokens,
    model: writerOf(entry.body, entry.model),
    spend: addSpends(trail.spends),
    decision: decisionOf(trail, entry.id),
  }
}

/** The answer object of one made out of prepared answers, its quotes where they stand now. */
export function composeAdapted({ dependencies, input, id, adapted, trail, watch }: Common & { readonly adapted: AdaptedAnswer }): Answer {
  const { at, body, places, soft, sources, change, model } = adapted
  input.onText?.(body.text)
  return {
    id,
    question: input.asked,
    standAlone: input.standAlone,
    text: body.text,
    served: 'adapted',
    preparedBy: 'sleep',
    approvedAt: null,
    preparedAt: Math.min(...sources.map(({ entry }) => entry.madeAt)),
    preparedFor: sources.map(({ preparedFor }) => preparedFor).join(' + '),
    adaptation: { ...change, from: sources.map(({ entry, preparedFor }) => ({ entry: entry.id, preparedFor })) },
    citations: cite(body, places),
    freshness: freshnessOf(at, dependencies.notKept, soft),
    timings: watch.read(),
    // One live answer would have been read from one prompt.
    savedTokens: Math.max(...sources.map(({ entry }) => entry.promptTokens)),
    model: writerOf(body, model),
    spend: addSpends(trail.spends),
    decision: decisionOf(trail, sources[0].entry.id),
  }
}

/** The answer object of a live answer, or of none. */
export function composeLive(
  common: Common & { readonly outcome: LiveOutcome; readonly places: ReadonlyMap<PassageId, PassagePlace> },
): Answer {
  const { dependencies, input, id, outcome, places, trail, watch } = common
  const { at, reading, model } = outcome
  const body = reading.kind === 'answer' ? reading.body : null
  if (body === null && trail.reason === 'no-candidate')
    Object.assign(trail, { reason: 'nothing-answers', detail: reading.kind === 'none' ? reading.reason : '' })
  return {
    id,
    question: input.asked,
    standAlone: input.standAlone,
    text: body?.text ?? '',
    served: body === null ? 'none' : 'live',
    preparedBy: null,
    approvedAt: null,
    preparedAt: null,
    preparedFor: null,
    adaptation: null,
    citations: body === null ? [] : cite(body, places),
    freshness: freshnessOf(at, dependencies.notKept, null),
    timings: watch.read(),
    savedTokens: 0,
    model: body === null ? model : writerOf(body, model),
    spend: addSpends([...trail.spends, reading.spend]),
    decision: decisionOf(trail, null),
  }
}

/** The answer object where nothing may be served that no person approved, and nothing approved answers. */
export function composeWithheld({ dependencies, input, id, at, trail, watch }: Common & { readonly at: ReadyScope }): Answer {
  return {
    id,
    question: input.asked,
    standAlone: input.standAlone,
    text: '',
    served: 'none',
    preparedBy: null,
    approvedAt: null,
    preparedAt: null,
    preparedFor: null,
    adaptation: null,
    citations: [],
    freshness: freshnessOf(at, dependencies.notKept, null),
    timings: watch.read(),
    savedTokens: 0,
    model: null,
    spend: addSpends(trail.spends),
    decision: decisionOf(trail, null),
  }
}

/** What an ask filed and the sleep verified was prepared by the sleep; a draft of the sleep was, too. */
function preparedByOf({ status, preparedBy }: Entry): Answer['preparedBy'] {
  return preparedBy === 'ask' && status === 'verified' ? 'sleep' : preparedBy
}

/** Only a model writes prose; with one named, what it may not see is still answered by quotations. */
function writerOf(body: AnswerBody, model: string | null): string | null {
  return body.shape === 'prose' ? model : null
}

function freshnessOf({ now }: ReadyScope, notKept: string | null, soft: string | null): Freshness {
  const notes = [soft, now.unchecked, notKept === null ? null : `nothing was kept: ${notKept}`].filter((note) => note !== null)
  const note = notes.length === 0 ? {} : { note: notes.join('; ') }
  const state = soft !== null ? 'soft-stale' : now.unchecked === null ? 'fresh' : 'unchecked'
  return { state, checkedAt: now.checkedAt, ...note }
}

function decisionOf(trail: AskTrail, entry: Answer['decision']['entry']): Answer['decision'] {
  const guards = [...new Set(trail.considered.flatMap(({ outcome }) => /guard ([a-z-]+)/.exec(outcome ?? '')?.[1] ?? []))]
  if (trail.atCap === undefined) return { reason: trail.reason, detail: trail.detail, entry, guards }
  const why = trail.reason === 'no-candidate' ? '' : ` (${trail.reason}: ${trail.detail})`
  return { reason: 'ask-cap', detail: `quoted without the model: ${trail.atCap}${why}`, entry, guards }
}
