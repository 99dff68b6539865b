import type { OpenedModel } from '../../adapters/models/open-model.ts'
import { estimateSleep } from '../../ledger/estimate-sleep.ts'
import { priceOf, pricesAsOf } from '../../ledger/price-of.ts'
import { keyLimits } from '../../sleep/make-keys-limits.ts'
import { systemClock } from '../../spec/clock.ts'
import { openReverie } from '../open-reverie.ts'
import type { Reverie, SleepReceipt } from '../reverie.ts'
import { seconds } from './print-answer.ts'
import { filesOf } from './search-files.ts'
import { wholeFilePromptTokens } from './whole-file-prompt.ts'

/** The model whose dated price turns counted tokens into money where no model is used. */
const pricedAs = 'openai/gpt-6-luna'
const scratchSamples = 3
const samples = 15
/** What an answer is taken to be, in tokens, where none was written. */
const answerTokens = 90

export interface RowsInput {
  readonly folder: string
  readonly reverie: Reverie
  readonly slept: SleepReceipt
  readonly model: OpenedModel | null
}

interface Row {
  readonly name: string
  readonly p50Ms: number
  readonly promptTokens: number
}

/** The table of three rows, and after how many questions the sleep is repaid. Everything in it is measured in this run. */
export async function measureRows({ folder, reverie, slept, model }: RowsInput): Promise<readonly string[]> {
  const prepared = await reverie.questions.list({ state: 'prepared', limit: 1_000 })
  const step = Math.max(1, Math.floor(prepared.length / samples))
  const chosen = prepared.filter((question, index) => index % step === 0 && question.citations.length === 1).slice(0, samples)
  const hitTimes: number[] = []
  const liveTimes: number[] = []
  const liveTokens: number[] = []
  let alike = 0
  for (const { text } of chosen) {
    const hit = await reverie.ask({ question: text })
    const live = await reverie.ask({ question: text, mode: 'live' })
    if (hit.served === 'hit') hitTimes.push(hit.timings.totalMs)
    liveTimes.push(live.timings.totalMs)
    liveTokens.push(hit.savedTokens)
    if (hit.citations[0]?.path === live.citations[0]?.path && hit.citations[0]?.startLine === live.citations[0]?.startLine) alike += 1
  }
  const scratchTimes: number[] = []
  const scratchTokens: number[] = []
  for (const { text } of chosen.slice(0, scratchSamples)) {
    const from = systemClock.monotonic()
    await using fresh = await openReverie({ folder, database: ':memory:' })
    await fresh.sync()
    await fresh.ask({ question: text, mode: 'live' })
    scratchTimes.push(systemClock.monotonic() - from)
    scratchTokens.push(await wholeFilePromptTokens(folder, text))
  }
  const rows: readonly Row[] = [
    { name: 'from scratch', p50Ms: median(scratchTimes), promptTokens: median(scratchTokens) },
    { name: 'live on what sleep prepared', p50Ms: median(liveTimes), promptTokens: median(liveTokens) },
    { name: 'hit', p50Ms: median(hitTimes), promptTokens: 0 },
  ]
  return [...tableLines(rows), ...repaidLines(rows, { folder, slept, asked: chosen.length, alike, model })]
}

function tableLines(rows: readonly Row[]): readonly string[] {
  const cells = rows.map((row) => [
    row.name,
    seconds(row.p50Ms),
    row.promptTokens.toLocaleString('en'),
    `$${pricePerThousand(row).toFixed(2)}`,
  ])
  const head = ['', 'p50', 'prompt tokens', 'per 1,000 questions']
  return [head, ...cells].map(
    (line) => `  ${(line[0] ?? '').padEnd(28)}${(line[1] ?? '').padStart(9)}${(line[2] ?? '').padStart(15)}${(line[3] ?? '').padStart(21)}`,
  )
}

function pricePerThousand({ promptTokens }: Row): number {
  const price = priceOf(pricedAs)
  if (price === null || promptTokens === 0) return 0
  return ((promptTokens * price.input + answerTokens * price.output) / 1e6) * 1_000
}

interface Repaid {
  readonly folder: string
  readonly slept: SleepReceipt
  readonly asked: number
  readonly alike: number
  readonly model: OpenedModel | null
}

function repaidLines(rows: readonly Row[], { folder, slept, asked, alike, model }: Repaid): readonly string[] {
  const [scratch, live, hit] = rows
  if (scratch === undefined || live === undefined || hit === undefined) return []
  const savedMs = scratch.p50Ms - hit.p50Ms
  const saved = (pricePerThousand(scratch) - pricePerThousand(hit)) / 1_000
  const lines = [
    "  Hits were asked in the same words; in other words a hit waits for the question's embedding, as a live answer does.",
    `  Tokens are counted, not spent; prices are ${pricedAs}'s of ${pricesAsOf}.`,
    `  Asleep ${seconds(slept.durationMs)}: repaid in waiting after ${Math.ceil(slept.durationMs / Math.max(1, savedMs))} questions asked from scratch.`,
  ]
  if (model === null) {
    const { entries, paraphrases, nearMisses } = keyLimits.generative
    const estimate = estimateSleep(
      {
        documents: slept.sync.documents.total,
        characters: filesOf(folder).reduce((sum, file) => sum + file.text.length, 0),
        questions: slept.servable,
        keyed: { answers: Math.min(entries, slept.servable), keysEach: paraphrases + nearMisses },
      },
      priceOf(pricedAs),
    )
    lines.push(
      `  Without a model sleeping cost no tokens; a model's sleep here would take about ${estimate.tokens.toLocaleString('en')} tokens (≈$${(estimate.usd ?? 0).toFixed(2)}), repaid after ≈${Math.ceil((estimate.usd ?? 0) / Math.max(1e-9, saved))} questions.`,
    )
    lines.push(`  Hit and live quoted the same line in ${alike} of ${asked}: without a model a hit is the same quotation, sooner.`)
  } else {
    const usd = slept.spend.usd ?? 0
    lines.push(`  The sleep spent $${usd.toFixed(4)}: repaid after ${Math.ceil(usd / Math.max(1e-9, saved))} questions.`)
  }
  return lines
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
