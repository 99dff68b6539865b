import { conversationStream } from './conversations.ts'
import { intentStream } from './intents.ts'
import { locomo } from './locomo.ts'
import { policyQa } from './policy-qa.ts'
import type { StreamSource } from './stream.ts'
import { ubuntuIrc } from './ubuntu-irc.ts'

/** Every stream that is replayed. */
export const allStreams: readonly StreamSource[] = [
  ubuntuIrc,
  policyQa,
  intentStream('banking77', { count: 1500, aDay: 50 }),
  intentStream('clinc150', { count: 2000, aDay: 60 }),
  conversationStream('quac'),
  conversationStream('cast'),
  conversationStream('ikat'),
  locomo,
]
