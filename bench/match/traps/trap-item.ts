import { z } from 'zod'

/** How a trap differs from the question that an answer was prepared for. */
export const trapClasses = [
  'answer-type',
  'antonym',
  'aspect',
  'comparison',
  'condition',
  'constraint',
  'direction',
  'identifier',
  'modality',
  'name',
  'negation',
  'number',
  'part',
  'quantifier',
  'replacement',
  'tense',
  'time',
  'unit',
  'version',
] as const

export type TrapClass = (typeof trapClasses)[number]

const text = z.string().trim().min(2)

/** One line of a set; see `TrapItem`. */
export const trapLine = z.strictObject({
  id: text,
  family: text,
  class: z.enum(trapClasses),
  title: text,
  place: z.array(text).min(1).readonly(),
  answer: text,
  prepared: text,
  trap: text,
  paraphrase: text,
  edit: text,
  /** `another`: the span answers the trap too, otherwise than it answers `prepared` (yes/no, mostly); `none`: it does not. */
  inSpan: z.enum(['another', 'none']),
})

/**
 * A question with a prepared answer, and two others near to it: `trap`, a few words away from `prepared`, whose right
 * answer is another one or is not in the cited span, and `paraphrase`, the same question in other words.
 */
export interface TrapItem extends Readonly<z.infer<typeof trapLine>> {
  /** The domain of its file: `web`, `cli`, `finance` … */
  readonly domain: string
  /** By the family: items on one fact, and so with one answer, are all on the same side. */
  readonly split: 'tune' | 'test'
}
