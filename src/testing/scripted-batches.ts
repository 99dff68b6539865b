import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider'
import type { BatchLine, BatchProvider, BatchResult, ChannelCall } from '../spec/channel.ts'

export interface ScriptedBatches extends BatchProvider {
  /** Bodies of the lines of every batch that was made. */
  readonly sent: readonly (readonly string[])[]
  /** Answers every batch that is out. */
  finish(): void
}

interface Made {
  readonly key: string
  readonly lines: readonly BatchLine[]
  isEnded: boolean
}

/** A provider of batches in memory that answers every call by its own text; `step` is told before and after all it does. */
export function scriptedBatches(step: () => void = () => undefined, mostCalls = 100): ScriptedBatches {
  const made: Made[] = []
  const day = 86_400_000
  const stepped = async <Result>(work: () => Result): Promise<Result> => {
    step()
    const result = work()
    step()
    return result
  }
  const batchAt = (reference: string): Made => {
    const batch = made[Number(reference)]
    if (batch === undefined) throw new Error(`there is no batch ${reference}`)
    return batch
  }

  async function* results(reference: string): AsyncGenerator<BatchResult> {
    for (const { id, body } of batchAt(reference).lines) {
      step()
      yield { kind: 'answered', id, response: body }
    }
  }

  return {
    mostCalls,
    mostBytes: 1_000_000,
    get sent() {
      return made.map(({ lines }) => lines.map(({ body }) => body))
    },
    finish: () => {
      for (const batch of made) batch.isEnded = true
    },
    capture: async (call) => ({ path: '/v1/say', body: textOf(call), beta: '' }),
    replay: async (_, response) => answerOf(response),
    stage: () => stepped(() => 'staged'),
    submit: (key, _, lines) => stepped(() => ({ reference: String(made.push({ key, lines, isEnded: false }) - 1), expiresAt: day })),
    find: ({ key }) =>
      stepped(() => {
        const at = made.findIndex((batch) => batch.key === key)
        return at === -1 ? 'absent' : { reference: String(at), expiresAt: day }
      }),
    status: (reference) =>
      stepped(() => {
        const { isEnded, lines } = batchAt(reference)
        return isEnded ? { kind: 'ended', how: 'completed', answered: lines.length } : { kind: 'running', expiresAt: day }
      }),
    results,
    discard: () => stepped(() => undefined),
  }
}

function textOf({ prompt }: ChannelCall): string {
  return prompt
    .map(({ content }) => (typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join('')))
    .join('')
}

function answerOf(text: string): LanguageModelV4GenerateResult {
  return {
    content: [{ type: 'text', text: `answer to ${text}` }],
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: {
      inputTokens: { total: 20, noCache: 20, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 7, text: 7, reasoning: 0 },
    },
    warnings: [],
  }
}
