import type { CalibrationView, CandidateView, MatchStatusView, SleepReceipt, StatusView, WhyView } from '../faces/reverie.ts'
import type { Answer } from '../spec/answer.ts'
import type { AskId } from '../spec/ids.ts'
import { noSpend } from '../spec/ledger.ts'

/** Objects as the library returns them, for tests of faces; override what a test is about. */
export function sampleAnswer(over: Partial<Answer> = {}): Answer {
  return {
    id: 'k3x9Qm2ZpLw8rTy5Ub1NcA' as AskId,
    question: 'which port is used by default?',
    standAlone: null,
    text: 'The server listens on port 3000 by default.',
    served: 'hit',
    preparedBy: 'sleep',
    approvedAt: null,
    preparedAt: 1_799_999_280_000,
    preparedFor: 'Which port does the server listen on?',
    adaptation: null,
    citations: [{ path: 'docs/server.md', startLine: 12, endLine: 12, quote: 'The server listens on port 3000 by default.' }],
    freshness: { state: 'fresh', checkedAt: 1_800_000_000_000 },
    timings: { totalMs: 27.4, syncMs: 0, embedMs: 26, matchMs: 0.3, freshMs: 0.1, readMs: 0 },
    savedTokens: 3_912,
    model: null,
    spend: noSpend,
    decision: { reason: 'near', detail: 'matched', entry: null, guards: [] },
    ...over,
  }
}

export function sampleReceipt(over: Partial<SleepReceipt> = {}): SleepReceipt {
  return {
    run: 'run1',
    sync: {
      documents: { total: 85, added: 84, changed: 1, removed: 0, moved: 0, unchanged: 0 },
      passages: { total: 1204, added: 1204, changed: 0, removed: 0 },
      changes: [],
      skipped: [{ reason: 'binary', count: 5, paths: ['a.png', 'b.png', 'c.png', 'd.png', 'e.png'] }],
      maskedCredentials: 1,
      warnings: [],
      durationMs: 900,
    },
    produced: { claims: 412, entries: 380, lists: 1 },
    reused: {},
    skipped: [{ reason: 'questions whose passage retrieval did not bring back', count: 12 }],
    failed: [],
    withdrawn: 0,
    redone: 0,
    servable: 380,
    spend: noSpend,
    stoppedBy: 'done',
    idle: false,
    durationMs: 134_000,
    askableAfterMs: 1_200,
    preparedAfterMs: 14_000,
    ...over,
  }
}

export function sampleStatus(over: Partial<StatusView> = {}): StatusView {
  return {
    folder: '/srv/docs',
    scope: 'default',
    database: { path: '/srv/docs/.reverie/reverie.db', bytes: 3_100_000, writable: true, reason: null },
    documents: 85,
    passages: 1204,
    claims: 412,
    distillates: 14,
    questions: { prepared: 380, owed: 3 },
    entries: { verified: 380 },
    asks: { hit: 2, live: 1 },
    owed: { documents: 0, vectors: 12, questions: 3, left: [] },
    layers: [{ layer: 'answers', fresh: 378, suspect: 1, soft: 1, stale: 0, owed: 3 }],
    waiting: 0,
    match: sampleMatchStatus(),
    forgotten: { count: 0, pending: false },
    lastSleep: { at: 1_799_999_280_000, state: 'done', durationMs: 134_000 },
    spend: { sleep: noSpend, ask: noSpend },
    model: null,
    offers: [],
    ...over,
  }
}

/** A scope that goes by the prior and was asked a little. */
export function sampleMatchStatus(over: Partial<MatchStatusView> = {}): MatchStatusView {
  return {
    promise: 0.01,
    measured: { judged: 0, wrong: 0, rate: null, low: 0, high: 1 },
    calibration: sampleCalibrationView(),
    labels: { feedback: 0, shadow: 0, verifier: 40, synthetic: 120 },
    coverage: { asks: 3, prepared: 2, share: 2 / 3 },
    gate: 'open',
    closed: [],
    keys: { question: 380, paraphrase: 410, confirmed: 2, 'near-miss': 760 },
    ...over,
  }
}

/** The prior as views show it. */
export function sampleCalibrationView(over: Partial<CalibrationView> = {}): CalibrationView {
  return {
    version: 0,
    kind: 'prior',
    fittedAt: 0,
    labels: { public: 41_200, feedback: 0, shadow: 0, verifier: 0, synthetic: 3_000 },
    bar: 0.985,
    certificate: {
      kind: 'prior',
      n: 0,
      wrong: 0,
      upper: 1,
      bySource: {},
      needed: 299,
      pooled: { n: 20_000, wrong: 120, upper: 0.0072, bySource: { public: 20_000 } },
    },
    expectedRecall: 0.62,
    ...over,
  }
}

/** A candidate of an ask that was served by its probability. */
export function sampleCandidate(over: Partial<CandidateView> = {}): CandidateView {
  return {
    entry: 'e3b0c44298fc1c14',
    preparedFor: 'Which port does the server listen on?',
    similarity: 0.912,
    margin: 0.041,
    probability: 0.997,
    bar: 0.985,
    guards: [],
    verdict: null,
    freshness: null,
    state: 'fresh',
    isServed: false,
    isBlocked: false,
    outcome: 'served',
    features: [],
    ...over,
  }
}

/** An ask as `why` tells of it. */
export function sampleWhy(over: Partial<WhyView> = {}): WhyView {
  return {
    kind: 'ask',
    id: 'k3x9Qm2ZpLw8rTy5Ub1NcA',
    title: 'which port is used by default?',
    state: 'hit',
    facts: [],
    evidence: [],
    lineage: null,
    candidates: [],
    match: null,
    decision: null,
    ...over,
  }
}
