import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import type { SyncReceipt } from '../corpus/sync-receipt.ts'
import type { BatchReport } from '../ledger/channels/batch-report.ts'
import type { Cutoff } from '../lineage/rungs/cutoff.ts'
import type { Answer, Spend } from '../spec/answer.ts'
import type { Clock } from '../spec/clock.ts'
import type { ModelPrice } from '../spec/ledger.ts'
import type { Policy } from '../spec/policy.ts'
import type { QuestionOrigin } from '../spec/question.ts'
import type { Random } from '../spec/random.ts'
import type { ExportOptions, ExportReceipt, ImportOptions, ImportReceipt } from './bundle/bundle-receipts.ts'
import type { DiffOptions, DiffView } from './diff/diff-view.ts'
import type { FeedbackReceipt, FeedbackRequest } from './feedback-receipt.ts'
import type { GapsOptions, GapsView } from './gaps/gaps-view.ts'
import type { ModelOption } from './model-option.ts'
import type { ReviewApi } from './review/review-view.ts'
import type { UpEvent } from './up/up-event.ts'
import type { SummaryView, WhyView } from './views/artefact-views.ts'
import type { LedgerRequest, LedgerView } from './views/ledger-view.ts'
import type { MatchStatusView } from './views/match-view.ts'
import type { AnswerEffects } from './watch/answer-effects.ts'
import type { WatchCause } from './watch/pending-changes.ts'
import type { WorthOptions } from './worth-options.ts'

export type { SyncReceipt } from '../corpus/sync-receipt.ts'
export type { BundleCounts, ExportOptions, ExportReceipt, ImportOptions, ImportReceipt } from './bundle/bundle-receipts.ts'
export type {
  DiffCompared,
  DiffFailure,
  DiffFiles,
  DiffItem,
  DiffList,
  DiffOptions,
  DiffPredicted,
  DiffQuote,
  DiffView,
} from './diff/diff-view.ts'
export type { FeedbackReceipt, FeedbackRequest } from './feedback-receipt.ts'
export type { DifferingPairView, GapsOptions, GapsView, GapView, PlaceView } from './gaps/gaps-view.ts'
export type { ApprovedView, EditRequest, ReviewApi, ReviewChange, ReviewItem, UnapprovedView } from './review/review-view.ts'
export type { UpEvent } from './up/up-event.ts'
export type { LineageNode, SummaryView, VerificationView, WhyView } from './views/artefact-views.ts'
export type { CalibrationView, CandidateView, FeatureView, MatchDecisionView, MatchStatusView } from './views/match-view.ts'
export type { AnswerEffects } from './watch/answer-effects.ts'
export type { WatchCause } from './watch/pending-changes.ts'
export type { Budget, KeepLimit, SideCapOptions, WorthOptions } from './worth-options.ts'

/** Passed to every asynchronous call: aborting rejects with the `aborted` error and keeps finished work. */
export interface CallOptions {
  readonly signal?: AbortSignal
}

/** What {@link openReverie} takes. Everything has a default; no default reaches the network. */
export interface ReverieOptions extends WorthOptions {
  /** Folder that is read and that holds `.reverie/`. Default: the working directory. Null reads no folder, only what is `put`. */
  readonly folder?: string | null
  /** Where state lives: a database file, a `postgres://` address (with the package `pg`), or `':memory:'`. Default `<folder>/.reverie/reverie.db`. */
  readonly database?: string
  /** The scope written and asked. Default `default`. */
  readonly scope?: string
  /** A model for distilling, predicting, reading and verifying, with the name the ledger uses. Default: none, extractive. */
  readonly model?: ModelOption
  /** Default: MiniLM, embedded. */
  readonly embedder?: { readonly name: string; readonly model: EmbeddingModelV4; readonly dimensions: number }
  /** Hard caps of one sleep; with a priced model the default is $1. */
  readonly budget?: { readonly tokens?: number; readonly usd?: number }
  /** Hard caps of a day's asks together, apart from what sleeps may spend; with a priced model the default is $1. */
  readonly askBudget?: { readonly tokens?: number; readonly usd?: number }
  /** Paths never shown to a model, as ignore patterns. */
  readonly localOnly?: readonly string[]
  readonly ignore?: readonly string[]
  /** Files and folders to read, relative to the folder; wins over what `sleep` and `sync` are given. Default: what they were given last, at first everything. */
  readonly paths?: readonly string[]
  /** Files larger than this many bytes are skipped and named. Default 2 MiB. */
  readonly maxFileBytes?: number
  /** What an answer must obey, where asks name none. */
  readonly policy?: Partial<Policy>
  /** `strict` serves nothing soft-stale and nothing that could not be checked. Default `bounded`. */
  readonly freshness?: 'strict' | 'bounded'
  /** Highest share of prepared answers served that may be wrong for the question; asks may only tighten it. Default 0.01. */
  readonly maxWrongHits?: number
  /** How long an answer is served after something it read without citing has changed, with a mark. Default 24 hours. */
  readonly softStaleMs?: number
  /** Rungs of the cutoff ladder that judge instead of comparing, and are switched off. Default: all are on. */
  readonly cutoff?: Cutoff
  readonly clock?: Clock
  readonly random?: Random
  /** Looks for keys and servers that could be used, for `status`; `bytes` is what there is to read. Default: none is looked for. */
  readonly findOffers?: (bytes: number) => Promise<readonly ModelOffer[]>
  /** Hears why the record of an ask could not be written; the answer stands. */
  readonly onRecordFailure?: (cause: unknown) => void
}

export type { ModelPrice }

/** The library: what the CLI and the other faces call. Close it, or `await using` it. */
export interface Reverie extends AsyncDisposable {
  /** Stores a pushed document; resolves when text and version are committed. */
  put(document: { readonly id: string; readonly text: string; readonly version?: string }, options?: CallOptions): Promise<void>
  remove(document: { readonly id: string }, options?: CallOptions): Promise<void>
  /** Brings the corpus up to the sources; no model, no embedding. `paths` sets the folder source's paths. */
  sync(options?: SyncOptions): Promise<SyncOutcome>
  /** Keeps the corpus up to the folder until `signal` aborts, then resolves: a sync at the start, and one soon after every change. */
  watch(options?: WatchOptions): Promise<void>
  /** Watches, sleeps while nobody asks and wakes at once, also for asks of other processes of the folder, until `signal` aborts. */
  up(options?: UpOptions): Promise<void>
  sleep(options?: SleepOptions): Promise<SleepReceipt>
  ask(request: AskRequest): Promise<Answer>
  askStream(request: AskRequest): AsyncIterable<AskEvent>
  summary(target?: string, options?: CallOptions): Promise<SummaryView>
  /** Ask, entry, claim or distillate by id (a unique prefix is enough). */
  why(id: string, options?: CallOptions): Promise<WhyView>
  /** Takes a verdict on an answer; resolves when it is committed. A wrong one is never served to its question again. */
  feedback(request: FeedbackRequest, options?: CallOptions): Promise<FeedbackReceipt>
  status(options?: CallOptions): Promise<StatusView>
  questions: QuestionsApi
  /** What was asked and is not answered, most asked first, and documents that answer one question differently. */
  gaps(options?: GapsOptions): Promise<GapsView>
  /** What the next sleep would do and cost, before anything is spent. */
  plan(options?: SleepOptions): Promise<PlanView>
  /** What was spent and saved: calls and savings one by one, the last first, and their totals. */
  ledger(options?: LedgerRequest & CallOptions): Promise<LedgerView>
  /** What a change of the sources does to the prepared answers, against what is stored. Writes nothing, calls no model. */
  diff(options?: DiffOptions): Promise<DiffView>
  forget(target: ForgetTarget, options?: CallOptions): Promise<ForgetReceipt>
  /** Lets back in what was forgotten; the next sync reads it, the next sleep prepares it anew. */
  undoForget(target: Exclude<ForgetTarget, { readonly scope: string }>, options?: CallOptions): Promise<UndoReceipt>
  /** Writes what was prepared to a file or stream that other clones can import; no text of the sources but what is quoted. */
  exportBundle(options: ExportOptions): Promise<ExportReceipt>
  /** Takes over what another clone prepared, as far as it rests on texts that are here. No model, no embedding. */
  importBundle(options: ImportOptions): Promise<ImportReceipt>
  /** Loads what a first ask would wait for: the embedder and the scope's index. Never needed, only sooner. */
  warm(): Promise<void>
  close(): Promise<void>
}

export interface SyncOptions extends CallOptions {
  readonly paths?: readonly string[]
  readonly onProgress?: (progress: Progress) => void
}

/** What a sync did to the corpus and to what is prepared. */
export interface SyncOutcome extends SyncReceipt {
  readonly answers: AnswerEffects
}

export interface WatchOptions extends CallOptions {
  /** Called after every sync, also one that found nothing changed. */
  readonly onSync?: (sync: WatchedSync) => void
  /** Called with a sentence about the watch itself: that it polls, and why. Each is said once. */
  readonly onNote?: (note: string) => void
}

export interface UpOptions extends CallOptions {
  readonly onEvent?: (event: UpEvent) => void
}

/** One sync of a watch. */
export interface WatchedSync {
  readonly cause: WatchCause
  /** Places that were looked at; null for everything. */
  readonly looked: number | null
  readonly receipt: SyncOutcome
}

export interface SleepOptions extends SyncOptions {
  readonly budget?: { readonly tokens?: number; readonly usd?: number }
  /** Ends by itself after so long, ms; everything finished is kept. */
  readonly forMs?: number
  /** Ends by itself at this time, epoch ms. */
  readonly until?: number
  /** At most this many new questions. Default: what the corpus is worth. */
  readonly maxQuestions?: number
  /**
   * `schedule`: it began by itself, and spends on a model no more than sleeping has earned. `hand` (default): somebody asked for
   * it, and the cost of some live answers is tried on trust beside. Where a budget is given, that is what may be spent.
   */
  readonly begun?: 'hand' | 'schedule'
}

export type Stage = 'sync' | 'distil' | 'predict' | 'embed' | 'pre-answer' | 'verify'

export interface Progress {
  readonly stage: Stage
  readonly done: number
  readonly total: number | null
  /** What is being worked on, or ''. */
  readonly item: string
  /** True from the moment an ask can be answered (lexically at first). */
  readonly askable: boolean
  /** Prepared answers that can be served by now. */
  readonly prepared: number
}

export interface AskRequest extends CallOptions {
  readonly question: string
  /** Earlier turns, oldest first. */
  readonly history?: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
  readonly session?: string
  readonly scopes?: readonly string[]
  readonly policy?: Partial<Policy>
  readonly freshness?: 'strict' | 'bounded'
  /** Tightens the bar; never loosens it. */
  readonly maxWrongHits?: number
  /** `live`: neither looks in the cache nor files the answer. Default `prepared`. */
  readonly mode?: 'prepared' | 'live'
}

export type AskEvent = { readonly type: 'text-delta'; readonly delta: string } | { readonly type: 'answer'; readonly answer: Answer }

export interface SleepReceipt {
  readonly run: string
  readonly sync: SyncReceipt
  /** Counts by what was made: claims, distillates, questions, entries, lists, vectors. */
  readonly produced: Readonly<Record<string, number>>
  readonly reused: Readonly<Record<string, number>>
  readonly skipped: readonly { readonly reason: string; readonly count: number }[]
  readonly failed: readonly { readonly item: string; readonly stage: string; readonly reason: string }[]
  /** What to do about what failed, each once; absent where nothing is known. */
  readonly hints?: readonly string[]
  /** Entries that a change withdrew, and of those how many were made again. */
  readonly withdrawn: number
  readonly redone: number
  /** Prepared answers servable now. */
  readonly servable: number
  readonly spend: Spend
  readonly stoppedBy: 'done' | 'budget' | 'time' | 'aborted'
  /** What came of calls sent in batches; absent where none are. */
  readonly batch?: BatchReport
  /** True where there was nothing to do. */
  readonly idle: boolean
  /** What was weighed before anything was spent; absent where nothing was owed. */
  readonly plan?: SleepPlanReceipt
  /** Whether it was worth it, in a sentence: `Nothing was worth doing: …` where nothing was; absent where nothing was owed. */
  readonly worth?: string
  readonly durationMs: number
  /** From the start to the first lexical answer, and to the first served pre-answer; null where already there. */
  readonly askableAfterMs: number | null
  readonly preparedAfterMs: number | null
}

/** The plan that a sleep followed. */
export interface SleepPlanReceipt {
  /** Questions weighed. */
  readonly considered: number
  /** Chosen, by how far they were to be prepared. */
  readonly prepared: Readonly<Record<string, number>>
  readonly skipped: readonly { readonly reason: string; readonly count: number }[]
  /** Expected saving less cost of the chosen, in dollars, or null where a price is unknown. */
  readonly value: number | null
}

export interface StatusView {
  readonly folder: string
  readonly scope: string
  readonly database: { readonly path: string; readonly bytes: number; readonly writable: boolean; readonly reason: string | null }
  readonly documents: number
  readonly passages: number
  readonly claims: number
  readonly distillates: number
  readonly questions: Readonly<Record<string, number>>
  readonly entries: Readonly<Record<string, number>>
  /** Asks by how they were served; hits prepared by a sleep and by an earlier ask are apart. */
  readonly asks: Readonly<Record<string, number>>
  /** What the next sleep would work on; `left` are questions without an answer that it would not, by reason. */
  readonly owed: {
    readonly documents: number
    readonly vectors: number
    readonly questions: number
    readonly left: readonly { readonly reason: string; readonly count: number }[]
  }
  /** What was built on what, from the sources up. */
  readonly layers: readonly LayerView[]
  /** Former and imported answers that wait for the text they cite to be current again. */
  readonly waiting: number
  /** How the match decision stands: what it promises, what was measured, what it learned from. */
  readonly match: MatchStatusView
  /** Paths, folders and questions kept out; pending while their words may still stand in the database's files. */
  readonly forgotten: { readonly count: number; readonly pending: boolean }
  readonly lastSleep: { readonly at: number; readonly state: string; readonly durationMs: number } | null
  readonly spend: { readonly sleep: Spend; readonly ask: Spend }
  /** Whether sleeping pays. */
  readonly economy?: EconomyView
  readonly model: string | null
  /** Keys and servers found on the machine and not used, with the flag that would use them. */
  readonly offers: readonly ModelOffer[]
}

export type Layer = 'vectors' | 'claims' | 'files' | 'folders' | 'topics' | 'lists' | 'answers' | 'absences' | 'keys'

/** How many of one layer are in which state. */
export interface LayerView {
  readonly layer: Layer
  readonly fresh: number
  /** Checked once before they are served. */
  readonly suspect: number
  /** Served with a mark: what they read without citing has changed. */
  readonly soft: number
  /** Not served, kept because what they rest on may return. */
  readonly stale: number
  /** To be made by the next sleep. */
  readonly owed: number
}

export interface ModelOffer {
  readonly found: string
  readonly flag: string
  readonly estimate: { readonly tokens: number; readonly usd: number | null }
}

export interface PlanView {
  readonly documents: { readonly toRead: number; readonly toDistil: number }
  readonly questions: { readonly planned: number; readonly owed: number }
  /** Answers that other wordings and near-misses would be made for, at most. */
  readonly keys: { readonly answers: number }
  readonly calls: number
  readonly tokens: number
  readonly usd: number | null
  readonly cap: { readonly tokens: number | null; readonly usd: number | null }
  /** What brings most first, the corpus as a whole last; calls, tokens and prices add up to the plan's. */
  readonly regions: readonly PlanRegionView[]
  /** Of the questions planned: expected saving against what preparing them costs. */
  readonly worth: {
    readonly expectedAsks: number
    readonly saving: PlanSaving
    /** Dollars, waiting included; null where a price is unknown. */
    readonly net: number | null
    /** False while too little was asked to tell: then the budget alone decides. */
    readonly isLearned: boolean
  }
  /** Owed questions that would be left, by reason. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[]
  /** Where nothing is worth doing: that, and what would change it; else null. */
  readonly nothing: string | null
  /** When calls next cost less, and by what factor; null where they do not. */
  readonly cheaper: { readonly at: number; readonly factor: number } | null
  readonly note: string
}

/** What is expected to be saved; `usd` counts waiting at its value and is null where a price is unknown. */
export interface PlanSaving {
  readonly tokens: number
  readonly seconds: number
  readonly usd: number | null
}

/** What a sleep would do for a document, folder or topic, for what people asked, or for the corpus as a whole. */
export interface PlanRegionView {
  readonly region: string
  /** Regions taken together in this row; absent: one. */
  readonly together?: number
  /** Documents to distil. */
  readonly documents: number
  /** Questions to prepare, those expected of documents to distil among them. */
  readonly questions: number
  /** Questions known by now, by how far they would be prepared: `answer`, `draft`, `evidence`, `vector`. */
  readonly levels: Readonly<Record<string, number>>
  readonly expectedAsks: number
  readonly saving: PlanSaving
  readonly calls: number
  readonly tokens: number
  readonly usd: number | null
  /** Saving less cost of the questions known by now, in dollars; null where a price is unknown. */
  readonly net: number | null
  readonly why: string
}

/** Whether sleeping pays: each figure is a sum over rows of the ledger and of savings. */
export interface EconomyView {
  /** Of the last 30 days, and ever. */
  readonly recent: BalanceView
  readonly ever: BalanceView
  /** What each predictor's questions cost and saved in the last 30 days; '' is what was spent on no single question. */
  readonly predictors: readonly PredictorBalance[]
  readonly breakEven: { readonly asks: number | null; readonly text: string }
  /** Calls asleep for questions that nothing was served for since: 30 days old, or with nothing left to show for it. `count`: questions. */
  readonly wasted: { readonly count: number; readonly tokens: number; readonly usd: number | null }
  readonly advice: { readonly verdict: 'go-on' | 'sleep-less' | 'stop' | 'too-early' | 'free'; readonly text: string }
}

export interface BalanceView {
  readonly asks: number
  readonly hits: number
  readonly spent: { readonly tokens: number; readonly usd: number | null }
  /** `seconds` that nobody waited; `usd` without them. */
  readonly saved: { readonly tokens: number; readonly usd: number | null; readonly seconds: number }
  /** Saved less spent: dollars with waiting at its value, or null where a price is unknown; and tokens. */
  readonly net: { readonly tokens: number; readonly usd: number | null }
}

export interface PredictorBalance {
  readonly predictor: string
  readonly spent: { readonly tokens: number; readonly usd: number | null }
  readonly saved: { readonly tokens: number; readonly usd: number | null }
  /** Part of the next budget, 0 to 1, and why; null for what is spent on no single question. */
  readonly share: number | null
  readonly why: string
}

export interface QuestionsApi extends ReviewApi {
  list(
    filter?: { readonly state?: QuestionState; readonly match?: string; readonly limit?: number } & CallOptions,
  ): Promise<readonly QuestionView[]>
  pin(text: string, options?: CallOptions): Promise<QuestionView>
  unpin(idOrText: string, options?: CallOptions): Promise<QuestionView>
  drop(idOrText: string, options?: CallOptions): Promise<QuestionView>
}

export type QuestionState = 'prepared' | 'owed' | 'unanswered' | 'pinned' | 'dropped' | 'stale'

export interface QuestionView {
  readonly id: string
  readonly text: string
  readonly state: QuestionState
  readonly origins: readonly QuestionOrigin[]
  readonly pinned: boolean
  readonly probability: number
  readonly asked: number
  readonly region: string
  /** The prepared text, where there is one. */
  readonly answer: string | null
  /** When a person approved or wrote it, epoch ms; null where none did. */
  readonly approvedAt: number | null
  readonly citations: readonly { readonly path: string; readonly startLine: number; readonly endLine: number }[]
}

/** A document or a folder by its path; documents by a pattern as in `.gitignore`, those stored now; a question in its words; a scope. */
export type ForgetTarget =
  | { readonly path: string }
  | { readonly pattern: string }
  | { readonly question: string }
  | { readonly scope: string }

export interface ForgetReceipt {
  readonly target: string
  readonly erased: Readonly<Record<string, number>>
  /** True while its words may still stand in the database's files, because another process reads them: the next sleep, `forget` or `status` cleans them. */
  readonly pending: boolean
}

export interface UndoReceipt {
  readonly target: string
  /** Paths and questions that may come back. */
  readonly restored: number
}
