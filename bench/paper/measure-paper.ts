import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenedModel } from '../../src/adapters/models/open-model.ts'
import { openSqliteStore } from '../../src/adapters/store/sqlite/open-sqlite-store.ts'
import { meterModel } from '../../src/ledger/meter-model.ts'
import { openLedger } from '../../src/ledger/open-ledger.ts'
import type { SpendCap } from '../../src/ledger/spend-cap.ts'
import { systemClock } from '../../src/spec/clock.ts'
import { systemRandom } from '../../src/spec/random.ts'
import type { MeasurementResult } from '../measurement.ts'
import { type Estimate, estimate } from './estimate.ts'
import { paperFigures } from './figures.ts'
import { readProblems } from './problem.ts'
import type { Level } from './prompts.ts'
import { runProtocol } from './run-protocol.ts'

export interface PaperOptions {
  readonly data: string
  readonly model: OpenedModel
  readonly levels: readonly Level[]
  /** Hard cap in dollars, and in tokens where the price is unknown. */
  readonly usd: number
  readonly tokens: number | null
  readonly problems: number
  /** Whether to go on after the estimate. */
  readonly yes: boolean
  readonly log: (line: string) => void
}

/** Estimates, and where that is agreed to and within the cap, runs the protocol with every call in a ledger of its own. */
export async function measurePaper({
  data,
  model,
  levels,
  usd,
  tokens,
  problems: count,
  yes,
  log,
}: PaperOptions): Promise<MeasurementResult> {
  const problems = readProblems(data, count)
  const expected = await estimate(model, problems, levels)
  const said = estimateText(model, problems.length, expected)
  log(`paper: ${said}`)
  if (model.price === null && tokens === null)
    return notRun(`the price of ${model.name} is not known, so dollars cannot be capped: give --tokens n`, said)
  if (expected.usd !== null && expected.usd > usd)
    return notRun(`about $${expected.usd.toFixed(2)} is above --usd ${usd}: allow more, or take fewer --problems`, said)
  if (tokens !== null && expected.tokens > tokens)
    return notRun(`about ${expected.tokens} tokens are above --tokens ${tokens}: allow more, or take fewer --problems`, said)
  if (!yes) return notRun('this would spend money: add --yes to go on', said)

  const place = await mkdtemp(join(tmpdir(), 'reverie-bench-paper-'))
  const store = await openSqliteStore({ path: join(place, 'ledger.db'), clock: systemClock })
  const cap: SpendCap = { tokens, usd: model.price === null ? null : usd, per: 'ever', where: 'everywhere', setting: '--usd or --tokens' }
  try {
    const metered = meterModel({
      model: model.model,
      name: model.name,
      price: model.price,
      ledger: openLedger({ store, clock: systemClock, random: systemRandom }),
      caps: { sleep: [cap], ask: [cap] },
      clock: systemClock,
      random: systemRandom,
      maxPromptTokens: model.maxPromptTokens,
      ...(model.settings === undefined ? {} : { settings: model.settings }),
    })
    const { runs, stoppedBy } = await runProtocol({ model: metered, problems, levels, log })
    return {
      figures: [
        { name: `problems finished with ${model.name}`, value: `${runs.length} of ${problems.length}`, unit: '' },
        ...paperFigures(runs),
      ],
      notes: [
        said,
        ...(stoppedBy === null ? [] : [`it stopped early, and the figures are of what was measured by then: ${stoppedBy}`]),
        'the data has one question a context: where more share it, the sleeping pass is divided, their accuracy is not measured',
        'test-time tokens are those of the prompt and of what is written, thought included',
      ],
      detail: { estimate: expected, runs },
    }
  } finally {
    await store.close()
    await rm(place, { recursive: true, force: true })
  }
}

/** What is said where nothing was sent. */
export function notRun(why: string, ...notes: readonly string[]): MeasurementResult {
  return { figures: [{ name: 'accuracy against test-time tokens', value: null, unit: '' }], notes: [`it did not run: ${why}`, ...notes] }
}

function estimateText({ name }: OpenedModel, problems: number, { calls, tokens, usd, mostTokens, mostUsd }: Estimate): string {
  const money = (amount: number | null) => (amount === null ? 'price unknown' : `$${amount.toFixed(2)}`)
  return `${problems} problems are ${calls} calls to ${name}: about ${tokens} tokens (${money(usd)}), at most ${mostTokens} (${money(mostUsd)})`
}
