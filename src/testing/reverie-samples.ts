import type { SleepReceipt, StatusView } from '../faces/reverie.ts'
import type { Answer } from '../spec/answer.ts'
import type { AskId } from '../spec/ids.ts'
import { noSpend } from '../spec/ledger.ts'

/** Objects as the library returns them, for tests of faces; override what a test is about. */
export function sampleAnswer(over: Partial<Answer> = {}): Answer {
  return {
    id: 'k3x9Qm2ZpLw8rTy5Ub1NcA' as AskId,
    question: 'which port is used by default?',
    text: 'The server listens on port 3000 by default.',
    served: 'hit',
    preparedBy: 'sleep',
    preparedAt: 1_799_999_280_000,
    preparedFor: 'Which port does the server listen on?',
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
    owed: { documents: 0, vectors: 12, questions: 3 },
    layers: [{ layer: 'answers', fresh: 378, suspect: 1, soft: 1, stale: 0, owed: 3 }],
    waiting: 0,
    forgotten: { count: 0, pending: false },
    lastSleep: { at: 1_799_999_280_000, state: 'done', durationMs: 134_000 },
    spend: { sleep: noSpend, ask: noSpend },
    model: null,
    offers: [],
    ...over,
  }
}
