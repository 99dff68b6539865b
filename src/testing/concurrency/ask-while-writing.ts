import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Answer } from '../../spec/answer.ts'
import { counterQuestions, counterSubjects, statedCounters } from './counter-corpus.ts'
import type { CounterWriter } from './counter-writer.ts'
import type { ValidityLog } from './validity-log.ts'

export interface AskWhileWriting {
  readonly asks: number
  /** Asks under way at once. */
  readonly atOnce: number
  readonly ask: (question: string) => Promise<Answer>
  /** Waits until what asks leave behind is written; they come faster here than anything could be written. */
  readonly flush: () => Promise<unknown>
  /** Prepares anew what the writes withdrew, while they go on. */
  readonly sleep: () => Promise<unknown>
  readonly writer: CounterWriter
  readonly log: ValidityLog
  /** Writes in a row, with a few asks between them. */
  readonly burst: number
  /** Asks between two bursts, so that sleeps catch up and there are hits to judge. */
  readonly asksPerRest: number
  readonly onProgress?: (asked: number) => void
}

export interface Asked {
  readonly asks: number
  readonly served: Readonly<Record<Answer['served'], number>>
  /** Hits that stated a number. */
  readonly judgedHits: number
  readonly writes: number
  /** Answers that stated what its source said at no moment of the ask. */
  readonly stale: readonly StaleAnswer[]
}

export interface StaleAnswer {
  readonly answer: Pick<Answer, 'question' | 'served' | 'preparedBy' | 'text' | 'citations' | 'decision'>
  readonly from: number
  readonly to: number
  /** What the subjects it states said around then. */
  readonly said: ReturnType<ValidityLog['spansAround']>
}

const asksPerFlush = 20
const mostReported = 20

/**
 * Asks while a writer edits and deletes all the while, and judges every number stated by when it could be seen: an answer is
 * stale if its source said otherwise at every moment between the ask's start and end.
 */
export async function askWhileWriting(options: AskWhileWriting): Promise<Asked> {
  const { asks, atOnce, ask, sleep, writer, log } = options
  const served = { hit: 0, adapted: 0, live: 0, none: 0 }
  const stale: StaleAnswer[] = []
  let begun = 0
  let judgedHits = 0

  async function asker(): Promise<void> {
    while (begun < asks) {
      begun += 1
      const number = begun
      const subject = counterSubjects[number % counterSubjects.length] ?? ''
      const wordings = counterQuestions(subject)
      // Most ask in the words it is prepared for.
      const question = wordings[number % 10 < 8 ? 0 : number % wordings.length] ?? ''
      const from = log.tick()
      const answer = await ask(question)
      const to = log.tick()
      served[answer.served] += 1
      const stated = statedCounters([answer.text, ...answer.citations.map(({ quote }) => quote)].join('\n'))
      if (answer.served === 'hit' && stated.length > 0) judgedHits += 1
      for (const { subject: about, value } of stated) {
        if (log.wasValid(about, value, from, to) || stale.length >= mostReported) continue
        const { served: how, preparedBy, text, citations, decision } = answer
        stale.push({
          answer: { question, served: how, preparedBy, text, citations, decision },
          from,
          to,
          said: log.spansAround(about, from, to),
        })
      }
      if (number % asksPerFlush === 0) await options.flush()
      if (number % 10_000 === 0) options.onProgress?.(number)
      await nextTurn()
    }
  }

  async function write(): Promise<void> {
    for (let step = 1; begun < asks; step++) {
      const wanted = begun + (step % options.burst === 0 ? options.asksPerRest : 3)
      await writer.step()
      while (begun < Math.min(wanted, asks)) await nextTurn()
    }
  }

  async function sleeper(): Promise<void> {
    while (begun < asks) {
      const before = writer.writes
      await sleep()
      while (writer.writes === before && begun < asks) await nextTurn()
    }
  }

  await Promise.all([write(), sleeper(), ...Array.from({ length: atOnce }, asker)])
  return { asks: begun, served, judgedHits, writes: writer.writes, stale }
}
