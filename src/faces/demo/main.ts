import { parseArgs } from 'node:util'
import { openModel } from '../../adapters/models/open-model.ts'
import { priceOf } from '../../ledger/price-of.ts'
import { ReverieError } from '../../spec/errors.ts'
import { reportError } from '../cli/report-error.ts'
import { systemTerminal } from '../cli/terminal.ts'
import { type DemoOptions, runDemo } from './run-demo.ts'

const options = {
  model: { type: 'string' },
  usd: { type: 'string' },
  'base-url': { type: 'string' },
  verbose: { type: 'boolean' },
} as const
const usage = 'npm run demo -- [--model provider/name] [--usd 0.25] [--base-url http://…]'

async function main(words: readonly string[]): Promise<void> {
  const { model, usd, 'base-url': baseUrl } = readWords(words)
  const opened = model === undefined ? null : await openModel(model, { priceOf, ...(baseUrl === undefined ? {} : { baseUrl }) })
  const cap = usd === undefined ? null : Number(usd)
  if (cap !== null && !(cap >= 0)) throw new ReverieError('bad-argument', `--usd is an amount in dollars, found "${usd}".`, { hint: usage })
  const demo: DemoOptions = { model: opened, usd: cap, print: (line) => console.log(line) }
  await runDemo(demo)
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options }).values
  } catch (cause) {
    throw new ReverieError('bad-argument', cause instanceof Error ? cause.message : String(cause), { cause, hint: usage })
  }
}

const words = process.argv.slice(2)
try {
  await main(words)
} catch (error) {
  process.exitCode = reportError(error, systemTerminal(), { json: false, verbose: words.includes('--verbose') })
}
