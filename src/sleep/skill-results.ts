import { z } from 'zod'
import { claimTypes } from '../spec/claim.ts'
import type { Digest } from '../spec/digest.ts'
import type { ClaimId, PassageId } from '../spec/ids.ts'
import { questionOrigins } from '../spec/question.ts'
import { nearMissEdits } from '../spec/skills.ts'

/** Shapes of what skills return, as memos hold them: everything that is read from disk is checked. */

const quote = z.object({
  passage: z.string().transform((id) => id as PassageId),
  version: z.string().transform((version) => version as Digest),
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string(),
})

const claimDraft = z.object({
  type: z.enum(claimTypes),
  subject: z.string(),
  text: z.string(),
  value: z.string().nullable(),
  salience: z.number(),
  quotes: z.array(quote),
  stamp: z.enum(['exact', 'fuzzy', 'unverified']),
})

export const documentResult = z.object({ headline: z.string().min(1), claims: z.array(claimDraft) })

/** Claims by id: those chosen are among those shown. */
export const groupResult = z.object({ headline: z.string().min(1), claims: z.array(z.string()) })

const claimId = z.string().transform((id) => id as ClaimId)

const aim = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('claim'),
    claims: z.array(claimId),
    passages: z.array(z.string().transform((id) => id as PassageId)),
  }),
  z.object({
    kind: z.literal('list'),
    list: z.object({
      level: z.enum(['file', 'module', 'topic']),
      subject: z.string(),
      type: z.string(),
      place: z.array(z.string()).nullable(),
    }),
  }),
  z.object({ kind: z.literal('unknown') }),
])

export const questionsResult = z.object({
  questions: z.array(
    z.object({
      text: z.string().min(1),
      origin: z.enum(questionOrigins),
      probability: z.number(),
      region: z.string(),
      about: aim,
    }),
  ),
})

export const readingResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answer'),
    body: z.object({
      shape: z.enum(['quotation', 'several', 'list', 'prose']),
      text: z.string().min(1),
      quotes: z.array(quote),
      notes: z.array(z.string()),
    }),
    confidence: z.number(),
    alternatives: z.array(quote).default([]),
  }),
  z.object({ kind: z.literal('none'), reason: z.string(), confidence: z.number() }),
])

export const verdictResult = z.object({ kind: z.enum(['supported', 'unsupported', 'unsure']), reason: z.string() })

export const keysResult = z.object({
  paraphrases: z.array(z.string().min(1)),
  nearMisses: z.array(z.object({ text: z.string().min(1), edit: z.enum(nearMissEdits) })),
})
