import { z } from 'zod'
import { claimTypes } from '../../spec/claim.ts'

/** What a model returns for one window of a document. */
export const documentSchema = z.object({
  headline: z.string().describe('One line: what this file is and what it is for.'),
  claims: z.array(
    z.object({
      type: z.enum(claimTypes),
      subject: z.string().describe('What the claim is about, as a reader would name it.'),
      text: z.string().describe('One atomic statement in one sentence that can be understood alone.'),
      value: z.string().nullable().describe('The value stated, copied exactly, or null.'),
      salience: z.number().describe('0 to 1: how much a reader of the file needs it.'),
      quotes: z
        .array(
          z.object({
            passage: z.number().int().describe('Number of the passage the text is copied from.'),
            text: z.string().describe('Copied character by character from that passage.'),
          }),
        )
        .describe('The shortest spans that prove the claim.'),
    }),
  ),
})

export type DistilledWindow = z.infer<typeof documentSchema>

/** What a model returns for a folder or a topic. */
export const groupSchema = z.object({
  headline: z.string().describe('One line: what this is and what it is for.'),
  claims: z.array(z.number().int()).describe('Numbers of the claims a reader needs, most needed first.'),
})
