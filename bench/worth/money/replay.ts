import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReverie } from '../../../src/faces/open-reverie.ts'
import type { Reverie, ReverieOptions } from '../../../src/faces/reverie.ts'
import type { ModelPrice } from '../../../src/spec/ledger.ts'
import { scriptedClock } from '../../../src/testing/scripted-clock.ts'
import { seededRandom } from '../../../src/testing/seeded-random.ts'
import type { Stream } from '../streams/stream.ts'
import { type AskOutcome, outcomeOf } from './ask-outcome.ts'
import { quotingModel } from './quoting-model.ts'
import { sameMeaningIn } from './same-meaning.ts'

export interface ReplayOptions {
  readonly stream: Stream
  readonly model: { readonly name: string; readonly price: ModelPrice }
  readonly embedder: NonNullable<ReverieOptions['embedder']>
  /** `asleep`: it sleeps with the model and serves what is prepared. `live`: every ask is answered by the model, over the same vectors. */
  readonly mode: 'asleep' | 'live'
  readonly log: (line: string) => void
}

export interface ReplayOutcome {
  readonly asks: readonly AskOutcome[]
  readonly sleeps: number
  readonly sleepInput: number
  readonly sleepOutput: number
  readonly sleepUsd: number
  /** Entries that could be served in the end. */
  readonly servable: number
  /** Tokens by side and by what was wanted of the model. */
  readonly tokensBy: Readonly<Record<string, number>>
}

const hour = 3_600_000
const day = 24 * hour
const sleepsAt = 3 * hour

/**
 * Replays a stream over the library on a fake clock: documents come and go at their times, it sleeps at 3:00 UTC before the
 * first day and after every day on which something was asked or changed.
 */
export async function replay({ stream, model, embedder, mode, log }: ReplayOptions): Promise<ReplayOutcome> {
  const place = await mkdtemp(join(tmpdir(), 'reverie-bench-money-'))
  const [first] = stream.asks
  const start = first === undefined ? 0 : nightBefore(first.at)
  const clock = scriptedClock(start)
  const common: ReverieOptions = {
    folder: null,
    database: join(place, 'reverie.db'),
    clock,
    random: seededRandom(1),
    embedder,
  }
  try {
    const tokensBy: Record<string, number> = {}
    let side = 'ask'
    const quoting = quotingModel({
      sameMeaning: sameMeaningIn(stream),
      onCall: (output, tokens) => {
        tokensBy[`${side} ${output}`] = (tokensBy[`${side} ${output}`] ?? 0) + tokens
      },
    })
    await using reverie = await openReverie({ ...common, model: { ...model, model: quoting } })
    // Without a model sleeping embeds the passages: what is compared is answering, not finding.
    await using bare = mode === 'live' ? await openReverie(common) : null
    const timeline = documentEvents(stream, start)
    let spent = { sleeps: 0, sleepInput: 0, sleepOutput: 0, sleepUsd: 0, servable: 0 }
    const asks: AskOutcome[] = []
    let isOwed = true
    let nextSleep = start
    const sleepUntil = async (at: number) => {
      for (; nextSleep <= at; nextSleep += day) {
        isOwed = (await timeline.applyUntil(nextSleep, reverie)) || isOwed
        if (!isOwed) continue
        clock.advance(Math.max(0, nextSleep - clock.now()))
        side = 'sleep'
        const receipt = await (bare === null ? reverie.sleep({ begun: 'schedule' }) : bare.sleep({ maxQuestions: 0 }))
        spent = {
          sleeps: spent.sleeps + 1,
          sleepInput: spent.sleepInput + receipt.spend.inputTokens,
          sleepOutput: spent.sleepOutput + receipt.spend.outputTokens,
          sleepUsd: spent.sleepUsd + (receipt.spend.usd ?? 0),
          servable: receipt.servable,
        }
        side = 'ask'
        isOwed = false
      }
    }
    for (const [number, ask] of stream.asks.entries()) {
      await sleepUntil(ask.at)
      isOwed = (await timeline.applyUntil(ask.at, reverie)) || isOwed
      clock.advance(Math.max(0, ask.at - clock.now()))
      const answer = await reverie.ask({
        question: ask.question,
        mode: mode === 'live' ? 'live' : 'prepared',
        ...(ask.session === null ? {} : { session: ask.session }),
      })
      isOwed = true
      const { inputTokens, outputTokens } = answer.spend
      asks.push(
        outcomeOf(ask, answer.served === 'none' ? null : answer.text, {
          isHit: answer.served === 'hit' || answer.served === 'adapted',
          inputTokens,
          outputTokens,
        }),
      )
      if ((number + 1) % 100 === 0) log(`money: ${stream.name}, ${mode}: ${number + 1} of ${stream.asks.length} asks`)
    }
    return { asks, ...spent, tokensBy }
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

function nightBefore(at: number): number {
  const midnight = Math.floor(at / day) * day
  return midnight + sleepsAt <= at ? midnight + sleepsAt : midnight - day + sleepsAt
}

interface Timeline {
  /** Puts and removes what is due by then; whether there was anything. */
  applyUntil(at: number, reverie: Reverie): Promise<boolean>
}

function documentEvents({ documents }: Stream, start: number): Timeline {
  const events = documents
    .flatMap((document) => [
      { at: document.at ?? start, document, isThere: true },
      ...(document.until === undefined ? [] : [{ at: document.until, document, isThere: false }]),
    ])
    .toSorted((one, other) => one.at - other.at || Number(one.isThere) - Number(other.isThere))
  let done = 0
  return {
    async applyUntil(at, reverie) {
      const from = done
      for (let event = events[done]; event !== undefined && event.at <= at; event = events[done]) {
        done += 1
        if (event.isThere) await reverie.put(event.document)
        else await reverie.remove(event.document)
      }
      return done > from
    },
  }
}
