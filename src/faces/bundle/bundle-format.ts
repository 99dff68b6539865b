import { z } from 'zod'
import { claimTypes } from '../../spec/claim.ts'
import { keyKinds } from '../../spec/key-kind.ts'
import { questionOrigins } from '../../spec/question.ts'
import { bundleDigest, bundleLine, bundlePath, bundleText } from './bundle-text.ts'

/*
 * A bundle is gzip over JSON lines:
 *
 *   header            what it is, of which scope and policy, and how many of each kind follow
 *   texts             digests of the passages that were searched, so that what is new to them can be told elsewhere
 *   claim, summary    what is known of each file, then of folders and topics; a claim before the summaries that name it
 *   question, entry   what is asked, then the answers prepared for it; a question before its entry
 *   end               the SHA-256 of every byte before this line, and a signature over it or null
 *
 * Claims are named by their number in the file. Quotes name the path they were found under and the digest of the whole
 * passage; of the passage itself nothing travels but the words quoted.
 */

export const bundleFormat = 'reverie-bundle'
export const bundleVersion = 1

const count = z.int().min(0).max(10_000_000)
const offset = z.int().min(0).max(100_000_000)
const time = z.int().min(0).max(8_640_000_000_000_000)
const share = z.number().min(0).max(1)

const quoteFields = {
  path: bundlePath.refine((path) => path !== '', 'is empty'),
  /** Digest of the whole passage's exact text. */
  version: bundleDigest,
  /** UTF-16 offsets in the passage. */
  start: offset,
  end: offset,
  text: bundleText(200_000).refine((text) => text !== '', 'is empty'),
}
const isWhole = ({ start, end, text }: { readonly start: number; readonly end: number; readonly text: string }) =>
  end - start === text.length
const quote = z.strictObject(quoteFields).refine(isWhole, 'a quote is not as long as its span')
/** With the digest of the headings it stands under: the same words elsewhere say something else. */
const placedQuote = z.strictObject({ ...quoteFields, place: bundleDigest }).refine(isWhole, 'a quote is not as long as its span')

export const headerLine = z.strictObject({
  format: z.literal(bundleFormat),
  version: z.int(),
  madeAt: time,
  /** A label for people; a bundle is always imported into the scope it is imported into. */
  scope: bundleLine(200),
  policy: z.strictObject({
    instructions: bundleText(20_000),
    format: z.enum(['text', 'json']),
    language: bundleLine(50),
    tools: z.array(bundleLine(200)).max(200),
  }),
  embedder: z.strictObject({ name: bundleLine(200), dimensions: z.int().min(1).max(8_192) }),
  counts: z.strictObject({ claims: count, summaries: count, questions: count, entries: count }),
})

const claimLine = z.strictObject({
  kind: z.literal('claim'),
  number: count,
  path: bundlePath,
  type: z.enum(claimTypes),
  stamp: z.enum(['exact', 'fuzzy']),
  subject: bundleLine(1_000),
  text: bundleText(20_000),
  value: bundleText(20_000).nullable(),
  salience: share,
  quotes: z.array(quote).min(1).max(200),
})

const summaryFields = {
  kind: z.literal('summary'),
  headline: bundleText(2_000),
  claims: z.array(count).max(100_000),
  recipe: bundleLine(300),
  madeAt: time,
}
const summaryLine = z.discriminatedUnion('level', [
  z.strictObject({ ...summaryFields, level: z.literal('file'), path: bundlePath, input: bundleDigest }),
  z.strictObject({ ...summaryFields, level: z.literal('module'), path: bundlePath }),
  z.strictObject({
    ...summaryFields,
    level: z.literal('topic'),
    topic: bundleDigest,
    label: bundleLine(500),
    members: z
      .array(z.strictObject({ path: bundlePath, weight: z.number().min(0).max(1_000_000) }))
      .min(1)
      .max(100_000),
  }),
])

const aim = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('claim'),
    claims: z.array(count).max(1_000),
    passages: z.array(z.strictObject({ path: bundlePath, version: bundleDigest })).max(1_000),
  }),
  z.strictObject({
    kind: z.literal('list'),
    level: z.enum(['file', 'module', 'topic']),
    /** Path, folder or topic. */
    subject: bundlePath,
    type: bundleLine(1_000),
    place: z.array(bundleLine(1_000)).max(100).nullable(),
  }),
  z.strictObject({ kind: z.literal('unknown') }),
])

const questionText = bundleLine(4_000).refine((text) => text.trim() !== '', 'is empty')

const questionLine = z.strictObject({
  kind: z.literal('question'),
  text: questionText,
  origins: z.array(z.enum(questionOrigins)).max(questionOrigins.length),
  probability: share,
  region: bundleLine(1_100),
  about: aim,
  skipped: bundleLine(1_000).nullable(),
})

const textsLine = z.strictObject({
  kind: z.literal('texts'),
  /** Of passages with their headings and their document's title. */
  digests: z.array(bundleDigest).max(10_000),
})

/** The search an answer relied on: any passage that would score as high speaks for or against it. */
const watch = z.strictObject({
  /** Whether the question's vector counted. */
  isHybrid: z.boolean(),
  terms: z.array(z.tuple([bundleLine(500), z.number().min(0).max(100)])).max(500),
  passages: count,
  k: z.int().min(1).max(1_000),
  score: z.number().min(0).max(1_000),
})

const entryLine = z.strictObject({
  kind: z.literal('entry'),
  question: questionText,
  shape: z.enum(['quotation', 'several', 'list', 'prose']),
  status: z.enum(['verified', 'candidate']),
  preparedBy: z.enum(['sleep', 'ask', 'person']),
  text: bundleText(500_000).refine((text) => text.trim() !== '', 'is empty'),
  quotes: z.array(placedQuote).min(1).max(5_000),
  notes: z.array(bundleLine(1_000)).max(20),
  effort: bundleLine(200),
  verdict: bundleText(2_000),
  model: bundleLine(300).nullable(),
  recipe: bundleLine(300),
  promptTokens: count,
  madeAt: time,
  watch: watch.nullable(),
  /** Passages its search found, and those a model was shown, with the spans of their units. */
  shown: z
    .array(
      z.strictObject({
        role: z.enum(['read', 'watched']),
        path: bundlePath,
        version: bundleDigest,
        spans: z.array(z.tuple([offset, offset])).max(2_000),
      }),
    )
    .max(200),
  keys: z
    .array(
      z.strictObject({
        text: questionText,
        kind: z.enum(keyKinds),
        /** Normalised int8, one byte a dimension, in base64; null where it was owed. */
        vector: z
          .string()
          .max(16_384)
          .regex(/^[A-Za-z0-9+/]+={0,2}$/)
          .nullable(),
      }),
    )
    .min(1)
    .max(64),
})

export const itemLine = z.discriminatedUnion('kind', [textsLine, claimLine, summaryLine, questionLine, entryLine])

export const endLine = z.strictObject({
  kind: z.literal('end'),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  signature: z
    .string()
    .regex(/^[A-Za-z0-9+/]{86}==$/)
    .nullable(),
})

export type BundleHeader = z.infer<typeof headerLine>
export type BundleClaim = z.infer<typeof claimLine>
export type BundleSummary = z.infer<typeof summaryLine>
export type BundleQuestion = z.infer<typeof questionLine>
export type BundleEntry = z.infer<typeof entryLine>
export type BundleAim = z.infer<typeof aim>
export type BundleTexts = z.infer<typeof textsLine>
export type BundleItem = BundleTexts | BundleClaim | BundleSummary | BundleQuestion | BundleEntry
export type BundleEnd = z.infer<typeof endLine>
