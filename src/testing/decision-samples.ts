import type { DecisionRecordInput } from '../cache/decision-record.ts'
import type { Answer } from '../spec/answer.ts'
import type { EntryId } from '../spec/ids.ts'
import { sampleAnswer } from './reverie-samples.ts'

/** One recorded ask: what was answered, and the decision behind it. */
export interface DecisionSample {
  readonly answer: Answer
  readonly record: DecisionRecordInput
}

type Considered = NonNullable<DecisionRecordInput['considered']>[number]

/** The entry every sample weighs first. */
export const sampleEntry = 'e3b0c44298fc1c149afbf4c8996fb924'
const otherEntry = '9f86d081884c7d659a2feaa0c55ad015'

const port = 'Which port does the server listen on?'
const nearest: Considered = {
  ...{ entry: sampleEntry, preparedFor: port, similarity: 0.912, margin: 0.041, probability: 0.9971, bar: 0.985 },
  ...{ features: [0.912, 0.041, 1], guards: [], verdict: null, outcome: 'served' },
}
const farther: Considered = {
  ...{ entry: otherEntry, preparedFor: 'Which host does the server listen on?', similarity: 0.871, margin: null },
  ...{ probability: 0.1204, bar: 0.985, features: [0.871, -0.041, 0], verdict: null, outcome: 'below the bar' },
  guards: [{ guard: 'names', saw: 'asked port, prepared for host', resolved: false }],
}
const record: DecisionRecordInput = {
  ...{ considered: [nearest, farther], reason: 'near', detail: 'near', class: 'thing', gate: 'open', promise: 0.01, calibration: 0 },
}
const live = (reason: Answer['decision']['reason'], question?: string): Answer =>
  sampleAnswer({
    ...{ served: 'live', preparedBy: null, preparedAt: null, preparedFor: null, savedTokens: 0 },
    ...(question === undefined ? {} : { question }),
    decision: { reason, detail: '', entry: null, guards: [] },
  })
const hit = (over: Partial<Answer> = {}): Answer =>
  sampleAnswer({ decision: { reason: 'near', detail: '', entry: sampleEntry as EntryId, guards: [] }, ...over })

/** Decisions of every kind, as records keep them. */
export const decisionSamples = {
  exact: {
    answer: hit({ decision: { reason: 'exact', detail: 'asked in the same words', entry: sampleEntry as EntryId, guards: [] } }),
    record: {
      ...record,
      considered: [{ ...nearest, similarity: 1, margin: null, probability: null, bar: null, features: null }],
      reason: 'exact',
    },
  },
  near: { answer: hit(), record },
  verified: {
    answer: hit(),
    record: {
      ...record,
      considered: [{ ...nearest, probability: 0.931, verdict: 'supported: the reader finds the same passage' }, farther],
    },
  },
  guard: {
    answer: live('guard', 'How long does an upload of 10 kB take?'),
    record: {
      ...record,
      reason: 'guard',
      detail: 'guard numbers: asked 10 kB, prepared for 20 kB',
      considered: [
        {
          ...{ ...nearest, preparedFor: 'How long does an upload of 20 kB take?', similarity: 0.81, probability: 0.412 },
          guards: [
            { guard: 'numbers', saw: 'asked 10 kB, prepared for 20 kB', resolved: false },
            { guard: 'time-words', saw: 'asked now, prepared for always', resolved: true },
          ],
          verdict: 'unsupported: guard numbers: asked 10 kB, prepared for 20 kB',
          outcome: 'not the same',
        },
      ],
    },
  },
  margin: {
    answer: live('margin'),
    record: {
      ...record,
      reason: 'margin',
      considered: [
        { ...nearest, margin: 0.004, probability: 0.702, outcome: 'too near to another answer' },
        { ...farther, similarity: 0.908, margin: -0.004, guards: [] },
      ],
    },
  },
  disagrees: {
    answer: live('reader-disagrees'),
    record: {
      ...record,
      reason: 'reader-disagrees',
      considered: [
        {
          ...{ ...nearest, probability: 0.84 },
          verdict: 'unsupported: the reader does not find its passage among the first 3',
          outcome: 'judged, not confirmed',
        },
        farther,
      ],
    },
  },
  blocked: {
    answer: live('no-candidate'),
    record: {
      ...record,
      reason: 'no-candidate',
      considered: [{ ...nearest, outcome: 'blocked by feedback' }, farther],
      feedback: { verdict: 'right', note: 'this one is it', at: 1_799_999_400_000 },
    },
  },
  adapted: {
    answer: hit({ served: 'adapted', question: 'how often is a failed job tried again in production?' }),
    record: {
      ...record,
      considered: [{ ...nearest, preparedFor: 'How often is a failed job tried again in staging?', outcome: 'adapted' }],
      adaptation: { kind: 'other-parameter', what: 'staging became production, which the same table names', from: [sampleEntry] },
    },
  },
  leans: {
    answer: live('leans-on-conversation', 'and the other one?'),
    record: {
      considered: [],
      reason: 'leans-on-conversation',
      detail: 'it needs the earlier turns',
      class: 'thing',
      gate: 'open',
      promise: 0.01,
    },
  },
  rewritten: {
    answer: hit({ question: 'and which port is it?' }),
    record: { ...record, standAlone: 'Which port does the server listen on by default?' },
  },
  stale: {
    answer: live('stale'),
    record: {
      ...record,
      reason: 'stale',
      detail: 'docs/server.md:12 was changed',
      considered: [{ ...nearest, freshness: 'docs/server.md:12 was changed', outcome: 'not fresh' }],
    },
  },
  closed: {
    answer: live('reader-disagrees', 'How many workers run at once?'),
    record: {
      ...record,
      ...{ reason: 'reader-disagrees', class: 'number', gate: 'closed', promise: 0.005, calibration: 3 },
      considered: [
        { ...nearest, verdict: 'unsure: the verifier did not answer in time', outcome: 'judged, as the gate is closed' },
        farther,
      ],
    },
  },
  below: {
    answer: { ...live('below-bar', 'who won the cup?'), served: 'none' },
    record: {
      ...record,
      reason: 'below-bar',
      considered: [{ ...nearest, similarity: 0.31, probability: 0.0004, outcome: 'below the grey zone' }],
    },
  },
  unsure: {
    answer: live('below-bar'),
    record: { ...record, reason: 'below-bar', considered: [{ ...farther, margin: 0.2, outcome: 'under the grey zone' }] },
  },
  before: {
    answer: live('guard'),
    record: {
      reason: 'guard',
      detail: 'guard numbers: asked 5, prepared for 3',
      considered: [
        {
          entry: sampleEntry,
          preparedFor: 'What are 3 jobs?',
          similarity: 0.9,
          outcome: 'unsupported: guard numbers: asked 5, prepared for 3',
        },
      ],
    },
  },
} as const satisfies Readonly<Record<string, DecisionSample>>
