import { openMiniLmEmbedder } from '../../src/adapters/embedders/minilm/minilm-embedder.ts'
import { priceOf } from '../../src/ledger/price-of.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { openVectorCache } from '../reader/vector-cache.ts'
import { type Account, accountOf, simulatedLatency } from './money/account.ts'
import { cachedEmbedder } from './money/cached-embedder.ts'
import { moneyFigures, recurring } from './money/figures.ts'
import { prefixKeptMs, promptCached } from './money/prompt-cached.ts'
import { reactiveCache } from './money/reactive-cache.ts'
import { replay } from './money/replay.ts'
import { errsOncePer } from './money/same-meaning.ts'
import { allStreams } from './streams/all-streams.ts'

const modelName = 'openai/gpt-6-sol'

/** Asks replayed of each stream by default; all with `--full`. */
const drawn: Readonly<Record<string, number>> = {
  'ubuntu-irc': 250,
  'policyqa-replayed': 400,
  'banking77-zipf': 600,
  'clinc150-zipf': 600,
  'quac-seeded': 200,
  'cast-seeded': 200,
  'ikat-seeded': 200,
  locomo: 150,
}

/** The same stream answered in five ways, under one price. */
export const money: MeasuredPart = {
  name: 'money',
  about: 'tokens, cost and latency with sleep on, off, a reactive cache, prompt-cached live',
  takes: '4 minutes',
  async run({ data, full, words, log }) {
    if (data === null) throw new Error('Streams are replayed from the development data: set REVERIE_DATA to its folder.')
    const price = priceOf(modelName)
    if (price === null) throw new Error(`${modelName} has no price.`)
    const only = words[words.indexOf('--streams') + 1]
    const wanted = words.includes('--streams') && only !== undefined ? only.split(',') : null
    const embedder = openMiniLmEmbedder()
    const vectors = openVectorCache(embedder)
    const figures: Figure[] = []
    const detail: Record<string, unknown> = {}
    try {
      for (const source of allStreams.filter(({ name }) => wanted === null || wanted.includes(name))) {
        const whole = source.read(data)
        const stream = { ...whole, asks: full ? whole.asks : whole.asks.slice(0, drawn[source.name] ?? 200) }
        const common = { stream, model: { name: modelName, price }, embedder: cachedEmbedder(embedder, vectors), log }
        const began = performance.now()
        const live = await replay({ ...common, mode: 'live' })
        const asleep = await replay({ ...common, mode: 'asleep' })
        const asked = await vectors.embed(stream.asks.map(({ question }) => question))
        const cached = await promptCached(stream, live.asks)
        const off = accountOf(live.asks, live.asks, { price })
        const ways: Readonly<Record<string, Account | null>> = {
          'sleep on': accountOf(asleep.asks, live.asks, { price, sleep: asleep }),
          'sleep off': off,
          'reactive cache 0.80': accountOf(reactiveCache(live.asks, { vectors: asked, bar: 0.8 }), live.asks, { price }),
          'reactive cache 0.90': accountOf(reactiveCache(live.asks, { vectors: asked, bar: 0.9 }), live.asks, { price }),
          'all documents, prompt-cached': cached === null ? null : accountOf(cached, live.asks, { price }),
        }
        const { asks: _asks, ...sleeping } = asleep
        const comes = recurring(stream)
        const again = {
          off: accountOf(
            live.asks.filter((_, at) => comes[at]),
            live.asks.filter((_, at) => comes[at]),
            { price },
          ),
          on: accountOf(
            asleep.asks.filter((_, at) => comes[at]),
            live.asks.filter((_, at) => comes[at]),
            { price },
          ),
        }
        figures.push(...moneyFigures(stream, ways, { whole: whole.asks.length, off, again, ...sleeping }))
        log(`money: ${source.name}: tokens by side and use ${JSON.stringify(asleep.tokensBy)}`)
        detail[source.name] = { about: stream.about, ways, ...sleeping }
        log(`money: ${source.name} done in ${((performance.now() - began) / 1000).toFixed(0)} s`)
      }
    } finally {
      await embedder.close()
    }
    const { callMs, inputTokenMs, cachedTokenMs, outputTokenMs, hitMs } = simulatedLatency
    return {
      figures,
      notes: [
        'money: no model was called: a scripted one quotes from its prompt by rule, so shares of right answers compare the ways, they are no model’s',
        `money: priced as ${modelName} ($${price.input} in, $${price.cachedInput ?? price.input} cached, $${price.output} out a million tokens, ${price.asOf}); tokens are o200k_base counts`,
        `money: latency is simulated: ${callMs} ms a call + ${inputTokenMs} ms a prompt token (${cachedTokenMs} cached) + ${outputTokenMs} ms a token written; ${hitMs} ms for a hit`,
        `money: real MiniLM vectors; sleeps begin by themselves (nothing is spent on trust) at 3:00 after each day with asks or changes; a cached prefix is kept ${prefixKeptMs / 60_000} minutes`,
        `money: whether a prepared answer fits a question asked of an intent stream is judged by the data’s own intents, the wrong way round for one pair in ${errsOncePer}; elsewhere by shared words`,
        'money: "lost" are wrong hits that live answers right; "won" the other way round',
        ...(full ? [] : ['money: the first asks of each stream; all with --full; some streams with --streams name,name']),
      ],
      detail,
    }
  },
}
