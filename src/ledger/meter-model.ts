import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4GenerateResult, LanguageModelV4Usage } from '@ai-sdk/provider'
import type { Spend } from '../spec/answer.ts'
import type { ChannelKind, ModelChannel } from '../spec/channel.ts'
import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { FinishReason, MeteredModel, ModelPrice, SpendContext } from '../spec/ledger.ts'
import type { Random } from '../spec/random.ts'
import type { Timer } from '../spec/timer.ts'
import { type MeterChannel, waits } from './channels/meter-channel.ts'
import { priceByFactor } from './channels/price-by-factor.ts'
import { collectStream } from './collect-stream.ts'
import type { Settlement } from './ledger-table.ts'
import { modelFailure } from './model-failure.ts'
import { dollarsOf, microsOf, type TokenUse } from './money.ts'
import type { Ledger } from './open-ledger.ts'
import { dearestFactor, type PriceWindow, priceNow } from './price-now.ts'
import { tokenMargin } from './price-of.ts'
import { callTokens } from './prompt-tokens.ts'
import type { SideCaps } from './spend-cap.ts'
import { usageOf } from './usage-of.ts'
import { AttemptFailed, defaultRetryPolicy, type RetryPolicy, stopped, withRetries } from './with-retries.ts'
import { withinTime } from './within-time.ts'

export interface MeterOptions {
  readonly model: LanguageModelV4
  /** `provider/model`, as the ledger names it. */
  readonly name: string
  /** Null where unknown: counted in tokens only. */
  readonly price: ModelPrice | null
  readonly ledger: Ledger
  readonly caps: SideCaps
  readonly clock: Clock
  readonly random: Random
  /** Prompt tokens a call may hold. Default 16,000. */
  readonly maxPromptTokens?: number
  /** Sent with every call: what the provider needs to keep within `maxOutputTokens`. */
  readonly settings?: Pick<LanguageModelV4CallOptions, 'providerOptions' | 'reasoning'>
  /** A call that has not finished by then fails and is tried again. Default 120,000 ms. */
  readonly timeoutMs?: number
  readonly retry?: Partial<RetryPolicy>
  readonly timer?: Timer
  /** How calls asleep that can wait are sent. Default: directly. */
  readonly channel?: MeterChannel
  /** When calls cost less or more. Default: never. */
  readonly priceWindows?: readonly PriceWindow[] | undefined
}

interface Sent<Result> {
  readonly result: Result
  readonly usage: LanguageModelV4Usage
  readonly finishReason: FinishReason
  /** Tier that the provider says it charged, where it does. */
  readonly tier?: string | null
}

interface Way {
  readonly channel: ChannelKind
  readonly settings: MeterOptions['settings']
  readonly timeoutMs: number
}

/** What OpenAI recommends for its flex tier (https://platform.openai.com/docs/guides/flex-processing). */
const flexTimeoutMs = 900_000

type CallOptions = LanguageModelV4CallOptions & { readonly maxOutputTokens: number }

/**
 * Wraps a model so that every attempt of every call is reserved at its worst case (counted prompt tokens with the
 * provider's margin, plus `maxOutputTokens`) before it is sent, and settled after: at the usage the provider reports, at
 * nothing where the call never left or was turned away, else at the worst case. Attempts that may succeed later are
 * repeated. Throws `budget-refused`, `model-failed` (`isRetryable` where it may pass), `model-unknown` or `aborted`.
 */
export function meterModel(options: MeterOptions): MeteredModel {
  const { model, name, price, ledger, caps, clock, random, maxPromptTokens = 16_000, timeoutMs = 120_000 } = options
  const windows = options.priceWindows ?? []
  refuseUnkeepableCaps(options)
  const policy = { ...defaultRetryPolicy, ...options.retry }
  const timing = options.timer === undefined ? {} : { timer: options.timer }

  async function metered<Result>(
    call: CallOptions,
    context: SpendContext,
    send: (options: CallOptions) => PromiseLike<Sent<Result>>,
    mayRepeat: () => boolean,
  ): Promise<{ readonly result: Result; readonly spend: Spend }> {
    const signal = call.abortSignal
    const worst = await worstOf(call)
    const way = wayOf(context)
    return await withRetries(
      async () => {
        const begun = clock.now()
        // A tier may not be given, and a window may end while the call is under way.
        const worstMicros = microsOf(priceByFactor(price, dearestFactor(windows, begun, begun + way.timeoutMs)), worst)
        const id = await ledger.reserve(
          { context, model: name, channel: way.channel, tokens: worst.inputTokens + worst.outputTokens, micros: worstMicros },
          caps[context.side],
        )
        if (signal?.aborted) {
          await ledger.release(id)
          throw stopped(signal)
        }
        let sent: Awaited<ReturnType<typeof send>>
        try {
          sent = await withinTime((abortSignal) => send({ ...way.settings, ...call, abortSignal }), {
            model: name,
            timeoutMs: way.timeoutMs,
            signal,
            ...timing,
          })
        } catch (cause) {
          const failure = modelFailure(name, cause, clock.now())
          if (failure.charge === 'none') await ledger.release(id)
          else await settleOnce(ledger, id, { ...worst, micros: worstMicros })
          throw new AttemptFailed(mayRepeat() ? failure : { ...failure, error: brokenOff(name, failure.error) })
        }
        const used = usageOf(sent.usage) ?? worst
        // A tier that was asked for and not given is charged as any call.
        const isFull = way.channel === 'flex' && typeof sent.tier === 'string' && sent.tier !== 'flex'
        const micros = microsOf(priceNow(price, { channel: isFull ? 'direct' : way.channel, at: clock.now(), windows }), used)
        await settleOnce(ledger, id, { ...used, micros })
        const unfinished = unfinishedError(name, sent.finishReason)
        if (unfinished !== null) {
          throw new AttemptFailed({ error: mayRepeat() ? unfinished : brokenOff(name, unfinished), charge: 'none', retryAfterMs: null })
        }
        return { result: sent.result, spend: { inputTokens: used.inputTokens, outputTokens: used.outputTokens, usd: dollarsOf(micros) } }
      },
      { model: name, policy, clock, random, ...timing },
      signal,
    )
  }

  async function worstOf(call: CallOptions): Promise<TokenUse> {
    const counted = await callTokens(call)
    if (counted > maxPromptTokens) {
      throw new ReverieError('bad-argument', `A prompt of ${counted} tokens does not fit the ${maxPromptTokens} set for ${name}.`)
    }
    return { inputTokens: Math.ceil(counted * tokenMargin(name)), cachedTokens: 0, outputTokens: call.maxOutputTokens }
  }

  function wayOf(context: SpendContext): Way {
    const { channel, settings } = options
    if (channel?.kind !== 'flex' || !waits(context)) return { channel: 'direct', settings, timeoutMs }
    const slow = Math.max(timeoutMs, flexTimeoutMs)
    return {
      channel: 'flex',
      settings: { ...settings, ...channel.settings },
      timeoutMs: slow,
    }
  }

  /** Throws `parked` until the answer has come. What it costs was settled when it did. */
  async function generateTogether({ abortSignal: _, headers: __, ...call }: CallOptions, context: SpendContext, channel: ModelChannel) {
    const worst = await worstOf(call)
    const together = priceNow(price, { channel: 'batch', at: clock.now() })
    const reserve = () =>
      ledger.reserve(
        { context, model: name, channel: 'batch', tokens: worst.inputTokens + worst.outputTokens, micros: microsOf(together, worst) },
        caps[context.side],
      )
    const answer = await channel.generate({ ...options.settings, ...call }, reserve)
    if (answer.kind === 'parked') throw parked(name)
    const { result } = answer
    const unfinished = unfinishedError(name, result.finishReason.unified)
    if (unfinished !== null) throw unfinished
    const used = usageOf(result.usage) ?? worst
    const usd = dollarsOf(microsOf(together, used))
    return { result, text: textOf(result), spend: { inputTokens: used.inputTokens, outputTokens: used.outputTokens, usd } }
  }

  return {
    name,
    maxPromptTokens,
    async generate(call, context) {
      if (options.channel?.kind === 'batch' && waits(context)) return await generateTogether(call, context, options.channel.channel)
      const send = async (options: CallOptions) => {
        const answer = await model.doGenerate(options)
        return { result: answer, usage: answer.usage, finishReason: answer.finishReason.unified, tier: tierOf(answer) }
      }
      const { result, spend } = await metered(call, context, send, () => true)
      return { result, text: textOf(result), spend }
    },
    async stream(call, context, onText) {
      let streamed = false
      const send = async (options: CallOptions) => {
        const { stream } = await model.doStream(options)
        const whole = await collectStream(name, stream, options.abortSignal, (delta) => {
          streamed = true
          onText(delta)
        })
        return { result: whole, usage: whole.usage, finishReason: whole.finishReason }
      }
      // What was shown cannot be taken back: a second attempt would begin the answer again.
      const { result, spend } = await metered(call, context, send, () => !streamed)
      return { text: result.text, finishReason: result.finishReason, spend }
    },
  }
}

/** Nothing failed: the caller comes back when the batch has been answered. */
function parked(name: string): ReverieError {
  return new ReverieError('parked', `The call of ${name} waits in a batch.`, {
    isRetryable: true,
    hint: 'A later sleep goes on with its answer.',
  })
}

function tierOf({ providerMetadata }: LanguageModelV4GenerateResult): string | null {
  const tier = providerMetadata?.openai?.serviceTier
  return typeof tier === 'string' ? tier : null
}

/** A ledger that cannot be written must not send the call again: the reservation stays and counts as the worst case. */
async function settleOnce(ledger: Ledger, id: string, settlement: Settlement): Promise<void> {
  try {
    await ledger.settle(id, settlement)
  } catch (cause) {
    const code = cause instanceof ReverieError ? cause.code : 'internal'
    const what = cause instanceof Error ? cause.message : String(cause)
    const hint = 'The call stays in the ledger at its worst case.'
    throw new AttemptFailed({
      error: new ReverieError(code, `A model call could not be settled: ${what}`, { cause, hint }),
      charge: 'none',
      retryAfterMs: null,
    })
  }
}

function textOf(result: LanguageModelV4GenerateResult): string {
  return result.structuredOutputText ?? result.content.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

function unfinishedError(name: string, reason: FinishReason): ReverieError | null {
  if (reason === 'content-filter') {
    return new ReverieError('model-failed', `${name} refused to answer (content filter).`, { hint: 'Other documents are not affected.' })
  }
  if (reason === 'error' || reason === 'interrupted') {
    return new ReverieError('model-failed', `${name} stopped before it had finished (${reason}).`, { isRetryable: true })
  }
  return null
}

function brokenOff(name: string, cause: ReverieError): ReverieError {
  if (cause.code !== 'model-failed' || !cause.isRetryable) return cause
  return new ReverieError('model-failed', `${name} failed: its answer broke off half-way (${cause.message})`, { cause, hint: 'Ask again.' })
}

function refuseUnkeepableCaps({ name, price, caps }: MeterOptions): void {
  if (price !== null) return
  const bare = [...caps.sleep, ...caps.ask].find((cap) => cap.usd !== null && cap.tokens === null)
  if (bare === undefined) return
  const which = bare.setting === undefined ? '' : ` (${bare.setting})`
  throw new ReverieError('bad-argument', `The price of ${name} is not known, so a budget in dollars${which} cannot be kept.`, {
    hint: 'Give the budget in tokens, or configure the price of the model.',
  })
}
