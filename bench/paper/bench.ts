import { openModel } from '../../src/adapters/models/open-model.ts'
import { priceOf } from '../../src/ledger/price-of.ts'
import { ReverieError } from '../../src/spec/errors.ts'
import type { Measurement } from '../measurement.ts'
import { measurePaper, notRun } from './measure-paper.ts'
import { effortLevels, verbosityLevels } from './prompts.ts'

const defaultProblems = 50

/** The protocol of Lin et al., "Sleep-time Compute" (arXiv 2504.13171), with a real model; nothing is sent without one. */
export const measurement: Measurement = {
  name: 'paper',
  about:
    'accuracy against test-time tokens with and without a sleeping pass (words: --model provider/model --usd n [--tokens n] [--problems n] [--by effort] --yes)',
  async run({ data, words, log }) {
    const name = wordAfter(words, '--model')
    if (name === null) return notRun('no model was named; it needs one: --model openai/… --usd 5')
    const usd = numberOf(words, '--usd')
    const tokens = numberOf(words, '--tokens')
    if (usd === null && tokens === null) return notRun('no cap was given: say what it may spend at most, --usd 5')
    if (data === null) return notRun('the data sets are not here: set REVERIE_DATA to their folder')
    const problems = numberOf(words, '--problems') ?? defaultProblems
    const by = wordAfter(words, '--by') ?? 'verbosity'
    if (by !== 'verbosity' && by !== 'effort') throw new Error(`--by takes verbosity or effort, found "${by}".`)
    if (by === 'effort' && !name.startsWith('openai/'))
      return notRun(
        'effort is scaled for openai models only: elsewhere the setting would raise what a call may write beyond what is reserved',
      )
    try {
      const model = await openModel(name, { priceOf })
      return await measurePaper({
        data,
        model,
        levels: by === 'effort' ? effortLevels : verbosityLevels,
        usd: usd ?? Number.MAX_SAFE_INTEGER / 1e6,
        tokens,
        problems: Math.max(1, Math.floor(problems)),
        yes: words.includes('--yes'),
        log,
      })
    } catch (cause) {
      if (!(cause instanceof ReverieError)) throw cause
      return notRun(`${cause.message}${cause.hint === undefined ? '' : ` ${cause.hint}`}`)
    }
  },
}

function wordAfter(words: readonly string[], flag: string): string | null {
  const at = words.indexOf(flag)
  const value = at < 0 ? undefined : words[at + 1]
  if (at >= 0 && (value === undefined || value.startsWith('--'))) throw new Error(`${flag} takes a value.`)
  return value ?? null
}

function numberOf(words: readonly string[], flag: string): number | null {
  const value = wordAfter(words, flag)
  if (value === null) return null
  const number = Number(value)
  if (!(number > 0) || !Number.isFinite(number)) throw new Error(`${flag} takes a number above 0, found "${value}".`)
  return number
}
