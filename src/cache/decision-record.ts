import { z } from 'zod'
import { ReverieError } from '../spec/errors.ts'

/*
 * JSON has no infinity: a margin with nobody differently answered near is written as null. Fields added since the first
 * records are null or empty in the older ones, which are read all the same.
 */
const share = z.number().nullable().default(null)

const guardSight = z.object({
  guard: z.string(),
  /** What differs, in words: "asked 5, prepared for 3". */
  saw: z.string(),
  /** True where the quotation itself settles it for the question asked. */
  resolved: z.boolean().default(false),
})

const consideredRecord = z.object({
  entry: z.string(),
  preparedFor: z.string(),
  /** Cosine to the nearest of its keys. */
  similarity: z.number(),
  /** How far the best differently answered neighbour stays behind; null where there is none, or it was not measured. */
  margin: share,
  /** By the calibration that the record names; null where none was asked, as for the same words. */
  probability: share,
  bar: share,
  /** In the order of the calibration's features; null where they were not kept, or one of them is no number, which JSON cannot hold. */
  features: z.array(z.number()).nullable().default(null).catch(null),
  guards: z.array(guardSight).readonly().nullable().default(null),
  /** The verifier's, in words; null where it was not asked. */
  verdict: z.string().nullable().default(null),
  /** How its sources stood where that spoke against it, else null. */
  freshness: z.string().nullable().default(null),
  /** What became of it, in words. */
  outcome: z.string().default(''),
})

const adaptationRecord = z.object({
  /** How it was adapted: `sub-question`, `other-parameter`, `joint`, `edited`. */
  kind: z.string(),
  /** What was changed, in words. */
  what: z.string(),
  /** Entries it was made from. */
  from: z.array(z.string()).readonly().default([]),
})

/** One call of a model that an ask could have done without. */
const callRecord = z.object({
  kind: z.string(),
  /** Whether it spared a live answer. */
  paid: z.boolean(),
})

const feedbackRecord = z.object({ verdict: z.enum(['right', 'wrong']), note: z.string().nullable().default(null), at: z.number() })

/** How `records.decision` is read; see {@link DecisionRecord}. */
export const decisionRecordSchema = z.object({
  considered: z.array(consideredRecord).readonly().default([]),
  reason: z.string().default(''),
  detail: z.string().default(''),
  /** Class of the question, as gates tell them apart; null where none was told. */
  class: z.string().nullable().default(null),
  gate: z.enum(['open', 'closed']).nullable().default(null),
  /** Highest share of wrong hits the ask allowed. */
  promise: share,
  /** Version of the calibration that decided; 0 is the prior that ships. */
  calibration: z.int().nullable().default(null),
  /** Version of the features that the candidates hold; null where none were kept. */
  recipe: z.string().nullable().default(null),
  adaptation: adaptationRecord.nullable().default(null),
  /** The question as it was rewritten to stand without the conversation. */
  standAlone: z.string().nullable().default(null),
  /** Why its live answer was not filed for the next ask, where enough was filed or it adds nothing; else null. */
  unfiled: z.string().nullable().default(null),
  /** Calls of a model that the ask could have done without, and what they came to. */
  calls: z.array(callRecord).readonly().default([]),
  /** The last verdict a person gave on the answer, or null. */
  feedback: feedbackRecord.nullable().default(null),
})

/** Why an ask was served as it was, as its record keeps it: nearest candidate first. */
export type DecisionRecord = Readonly<z.output<typeof decisionRecordSchema>>

/** One candidate of a {@link DecisionRecord}. */
export type ConsideredRecord = DecisionRecord['considered'][number]

/** One candidate as it is written. */
export type ConsideredInput = Readonly<z.input<typeof consideredRecord>>

/** What a caller may leave out when a record is written: whatever has a default. */
export type DecisionRecordInput = Readonly<z.input<typeof decisionRecordSchema>>

/** Reads `records.decision`. Throws `database-damaged` for what no version has written. */
export function readDecisionRecord(text: string): DecisionRecord {
  try {
    return decisionRecordSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new ReverieError('database-damaged', 'The record of a decision cannot be read.', {
      cause,
      hint: 'Other answers are not affected: ask again for a new record.',
    })
  }
}
