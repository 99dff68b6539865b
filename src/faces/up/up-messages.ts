import { z } from 'zod'

/** The protocol's version: one that is not known is refused by either side. */
export const upVersion = 1

const message = z.discriminatedUnion('kind', [
  z.object({ v: z.literal(upVersion), kind: z.literal('ask-began') }),
  z.object({ v: z.literal(upVersion), kind: z.literal('ask-ended') }),
  z.object({ v: z.literal(upVersion), kind: z.literal('status') }),
  z.object({ v: z.literal(upVersion), kind: z.literal('sleep-now') }),
  z.object({ v: z.literal(upVersion), kind: z.literal('stop') }),
])

/** What another process tells the daemon, one JSON object a line. */
export type UpMessage = z.infer<typeof message>

/** What the daemon answers `status`, `sleep-now` and `stop` with. */
export interface UpReply {
  readonly v: typeof upVersion
  readonly pid: number
  readonly state: string
  readonly why: string
  readonly asks: number
  readonly startedAt: number
}

/** A line as a message, or null where it is none. */
export function parseUpMessage(line: string): UpMessage | null {
  try {
    return message.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

const reply = z.object({
  v: z.literal(upVersion),
  pid: z.int(),
  state: z.string(),
  why: z.string(),
  asks: z.int(),
  startedAt: z.number(),
})

/** A line as a reply, or null where it is none. */
export function parseUpReply(line: string): UpReply | null {
  try {
    return reply.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
