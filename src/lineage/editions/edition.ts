import { z } from 'zod'
import type { AnswerBody } from '../../spec/answer.ts'
import { type Digest, digest } from '../../spec/digest.ts'
import type { EntryId, PassageId } from '../../spec/ids.ts'
import { keyKinds } from '../../spec/key-kind.ts'
import type { EditionsTable } from '../../spec/schema.ts'
import type { EvidencePin } from '../evidence-pin.ts'

const quote = z.object({
  passage: z.string().transform((id) => id as PassageId),
  version: z.string().transform((version) => version as Digest),
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string().min(1),
})

const shape = z.enum(['quotation', 'several', 'list', 'prose'])

const answerBody = z.object({ shape, text: z.string(), quotes: z.array(quote).min(1), notes: z.array(z.string()) })

/** What the `body` column of an edition holds; checked on every reading, since bundles come from elsewhere. */
const editionBody = z.object({
  entry: z.object({
    policy: z.string(),
    status: z.enum(['verified', 'candidate']),
    body: answerBody,
    alike: z.string(),
    effort: z.string(),
    verdict: z.string(),
    preparedBy: z.enum(['sleep', 'ask', 'person']),
    region: z.string(),
    promptTokens: z.number(),
    spend: z.object({ inputTokens: z.number(), outputTokens: z.number(), usd: z.number().nullable() }),
    model: z.string().nullable(),
    recipe: z.string(),
    madeAt: z.number(),
    /** Whether something spoke against it when it was retired. */
    doubted: z.boolean().default(false),
    /** Whether a check withdrew it while all it cites stood as quoted: then the return of its texts says nothing. */
    refuted: z.boolean().optional(),
  }),
  keys: z.array(z.object({ text: z.string().min(1), kind: z.enum(keyKinds) })).min(1),
  /** Where each version it cites stood: of several passages of one text the one at the same path is quoted. */
  paths: z.array(z.object({ version: z.string(), path: z.string() })),
  /** The question as it was predicted, for one whose row is gone; null where it is not known. */
  question: z
    .object({
      origins: z.array(z.string()),
      probability: z.number(),
      /** JSON QuestionAim. */
      about: z.string(),
    })
    .nullable()
    .default(null),
  /** The search it relied on, as the `watches` table had it. */
  watch: z
    .object({
      vector: z.string().nullable(),
      embedder: z.string().nullable(),
      terms: z.string(),
      passages: z.number(),
      k: z.number(),
      score: z.number(),
    })
    .nullable()
    .default(null),
})

/** A former or imported answer with all it takes to serve it again. */
export type EditionBody = z.infer<typeof editionBody>

/** An edition as it is written. */
export interface Edition {
  readonly id: string
  readonly entry: EntryId
  readonly questionText: string
  readonly origin: EditionsTable['origin']
  readonly body: EditionBody
  /** Epoch ms. */
  readonly retiredAt: number
  /**
   * What it rests on. `cited` pins decide when it is served again: each version must be that of a live passage, and stand
   * under its place where one is pinned. Their reference is a passage id, or '' where the passage is another database's.
   */
  readonly pins: readonly EvidencePin[]
}

/** A content id: the same answer to the same question, quoted from the same texts, is the same edition, whoever made it. */
export function editionId(entry: EntryId, { shape, text, notes, quotes }: AnswerBody): string {
  const cited = quotes.flatMap((one) => [one.version, one.start, one.end])
  return digest('edition', entry, shape, text, digest(...notes), ...cited)
}

/** The body of a stored edition, or null where it is damaged. */
export function parseEdition(body: string): EditionBody | null {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return null
  }
  return editionBody.safeParse(value).data ?? null
}
