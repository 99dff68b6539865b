import type { ConsideredInput } from '../cache/decision-record.ts'
import type { Entry } from '../cache/entry.ts'
import type { KeyIndex } from '../cache/key-index.ts'
import type { MatchJudgement } from '../cache/labels/match-judgement.ts'
import type { LiveLatency } from '../ledger/live-latency.ts'
import type { WatchedChange } from '../lineage/watches/watch-fires-on.ts'
import type { AnswerEditor } from '../preanswer/adapt/answer-editor.ts'
import type { ScopeView, SearchRequest } from '../retrieve/scope-view.ts'
import type { DecisionReason, Spend } from '../spec/answer.ts'
import type { Clock } from '../spec/clock.ts'
import type { Embedder } from '../spec/embedder.ts'
import type { AskId, PassageId, ScopeId } from '../spec/ids.ts'
import type { ModelPrice } from '../spec/ledger.ts'
import type { Policy } from '../spec/policy.ts'
import type { Random } from '../spec/random.ts'
import type { Reader, ReadRequest, Rewriter, ScoredUnit, Verifier } from '../spec/skills.ts'
import type { Statement, Store } from '../spec/store.ts'
import type { AskedText } from './asked-text.ts'
import type { CallEconomy } from './call-economy.ts'
import type { OptionalCall } from './is-worth-call.ts'
import type { MatchMeans } from './match-means.ts'
import type { Overlay, PassagePlace } from './overlay.ts'

/** One question as the test-time path takes it; defaults are filled in by the caller. */
export interface AskInput {
  readonly question: string
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
  /** Conversation or person it belongs to, as the caller names it; null where it names none. */
  readonly session: string | null
  readonly scopes: readonly ScopeId[]
  readonly policy: Policy
  readonly freshness: 'strict' | 'bounded'
  readonly mode: 'prepared' | 'live'
  /** Highest share of prepared answers served that may be wrong. */
  readonly promise: number
  readonly signal: AbortSignal | undefined
  readonly onText: ((delta: string) => void) | undefined
}

/** An ask whose question stands alone, or is known not to. */
export interface UnderstoodInput extends AskInput {
  /** The question as it was asked; `question` is what it is looked up, answered and recorded as. */
  readonly asked: string
  /** What it was rewritten to, or null. */
  readonly standAlone: string | null
  /** Why it cannot be understood without its conversation, or null. */
  readonly leans: string | null
}

/** The skills of one ask. */
export interface AskSkills {
  readonly reader: Reader
  /** Reads without a model once a cap allows no further call; null or absent: the ask fails then. */
  readonly atCap?: Reader | null
  readonly verifier: Verifier
  /** Edits near answers by the named model; null without one. */
  readonly editor: AnswerEditor | null
  /** Only a model rewrites. */
  readonly rewriter: Rewriter | null
}

/** What the sources say now, against what is stored. */
export interface UpToDate {
  readonly overlay: Overlay
  readonly checkedAt: number
  /** What could not be checked in time, in words, or null. */
  readonly unchecked: string | null
  /**
   * Compares documents the walk did not reach with their sources and lays those that differ over the scope; true where
   * any did. Costs nothing where the walk was complete.
   */
  readonly confirm: (documents: Iterable<{ readonly document: string; readonly path: string }>) => Promise<boolean>
  /** Whether each of the documents was compared with its source: by the walk, by {@link confirm}, or it has no other source than the store. */
  readonly isConfirmed: (documents: Iterable<{ readonly document: string }>) => boolean
  /** What the changed files do to stored searches. */
  readonly laidChange: () => Promise<WatchedChange>
  /** Searches the scope as this ask found it; asks at the same time may have found it otherwise. */
  readonly search: (request: SearchRequest) => Promise<readonly ScoredUnit[]>
  /** Whether a commit since the walk may have put another text under these places: then the ask begins anew. */
  readonly overtaken: (served: ReadonlyMap<PassageId, PassagePlace>) => Promise<boolean>
  /** Commits what was found changed; called after the answer. */
  readonly settle: () => Promise<void>
}

/** One scope, open for asking. */
export interface AskScope {
  readonly scope: ScopeId
  readonly view: ScopeView
  keysFor(policy: string): Promise<KeyIndex>
  /** Loads what other commits changed since the last ask. */
  refresh(): Promise<void>
  /** Compares the sources with what is stored, as far as the question may be answered from them, and lays changed files over the view. */
  bringUpToDate(question: string, signal: AbortSignal | undefined): Promise<UpToDate>
}

export interface AskDependencies {
  /** Why nothing of this ask is kept, or null; the answer says so. */
  readonly notKept: string | null
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly embedder: Embedder
  /** The skills of one ask; with a model every call is metered under its id. */
  readonly skillsFor: (ask: AskId) => AskSkills
  /** What decides about near matches. */
  readonly match: MatchMeans
  /** Whether a list whose sources changed still has the same members, each quoted as it stands now. */
  readonly listHolds: (scope: ScopeId, entry: Entry, overlay: Overlay) => Promise<boolean>
  /** How long an answer is served after something it read without citing has changed. */
  readonly softStaleMs: number
  readonly openScope: (scope: ScopeId) => Promise<AskScope>
  /** `approvedOnly`: nothing is served that no person approved. Default `all`. */
  readonly serve?: 'all' | 'approvedOnly'
  /** What is kept of the words asked. Default all of them. */
  readonly askedText?: AskedText
  /** Posts what an ask writes; flushed after the answer. */
  readonly later: (write: () => Promise<readonly Statement[]>) => void
  readonly countPromptTokens: (request: ReadRequest) => Promise<number>
  /** Which calls of a model an ask does without. Default: none. */
  readonly economy?: CallEconomy
  /** What a live answer by a model costs, for what prepared ones save. Default: nothing is known of it. */
  readonly liveCost?: LiveCost
}

export interface LiveCost {
  /** Of a direct call at a time; null where no model is named or its price is unknown. */
  readonly price: (at: number) => ModelPrice | null
  readonly latency: LiveLatency
}

/** One scope of an ask, brought up to its sources. */
export interface ReadyScope {
  readonly scope: AskScope
  readonly now: UpToDate
}

/** What the ask looked at on its way, for the record. */
export interface AskTrail {
  readonly considered: ConsideredInput[]
  reason: DecisionReason
  detail: string
  /** The cap that allowed no model to read it live, in words; the answer says so. */
  atCap?: string
  /** How the match decision stood; null until it was asked. */
  match: MatchStanding | null
  /** What judging the candidates cost. */
  readonly spends: Spend[]
  /** Calls of a model that the ask could have done without: whether what was asked for came of each. */
  readonly calls: { readonly kind: OptionalCall; readonly good: boolean }[]
  /** What a model said of candidates. */
  readonly judged: Omit<MatchJudgement, 'ask' | 'served' | 'at'>[]
}

/** What the match decision went by. */
export interface MatchStanding {
  readonly class: string
  readonly gate: 'open' | 'closed'
  /** Version of the calibration. */
  readonly calibration: number
  /** Version of the features. */
  readonly recipe: string
}
