export { openModel } from '../adapters/models/open-model.ts'
export { createFolderSource } from '../adapters/sources/folder-source.ts'
export type { Answer, Citation, DecisionSummary, Freshness, Served, Spend, Timings } from '../spec/answer.ts'
export type { Clock } from '../spec/clock.ts'
export type { ErrorCode } from '../spec/errors.ts'
export { errorTable, ReverieError } from '../spec/errors.ts'
export type { Policy } from '../spec/policy.ts'
export { defaultPolicy } from '../spec/policy.ts'
export type { Random } from '../spec/random.ts'
export type { ReverieConfig } from './config/config-schema.ts'
export { openReverie } from './open-reverie.ts'
export type {
  AnswerEffects,
  AskEvent,
  AskRequest,
  BundleCounts,
  CalibrationView,
  CallOptions,
  CandidateView,
  DiffCompared,
  DiffFailure,
  DiffFiles,
  DiffItem,
  DiffList,
  DiffOptions,
  DiffPredicted,
  DiffQuote,
  DiffView,
  ExportOptions,
  ExportReceipt,
  FeatureView,
  FeedbackReceipt,
  FeedbackRequest,
  ForgetReceipt,
  ForgetTarget,
  ImportOptions,
  ImportReceipt,
  MatchDecisionView,
  MatchStatusView,
  ModelOffer,
  ModelPrice,
  PlanView,
  Progress,
  QuestionState,
  QuestionsApi,
  QuestionView,
  Reverie,
  ReverieOptions,
  SleepOptions,
  SleepReceipt,
  Stage,
  StatusView,
  SummaryView,
  SyncOptions,
  SyncOutcome,
  SyncReceipt,
  WatchCause,
  WatchedSync,
  WatchOptions,
  WhyView,
} from './reverie.ts'
