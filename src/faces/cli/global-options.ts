import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ParsedConfig } from '../config/config-schema.ts'
import { parseBudget } from '../config/parse-budget.ts'

/** Options every command takes. */
export interface GlobalOptions {
  readonly C?: string
  readonly scope?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly model?: string
  readonly budget?: string
  readonly usd?: number
  readonly baseUrl?: string
}

export function addGlobalOptions(program: Command): Command {
  return program
    .addOption(new Option('-C <folder>', 'work on this folder, as in git'))
    .addOption(new Option('--scope <name>', 'the scope read and written (default: "default")'))
    .addOption(new Option('--json', 'one JSON object on stdout, everything else on stderr'))
    .addOption(new Option('--quiet', 'no progress and no notes').conflicts('verbose'))
    .addOption(new Option('--verbose', 'say more, and the causes of errors'))
    .addOption(new Option('--model <provider/name>', 'use this model; without it nothing is sent anywhere'))
    .addOption(new Option('--base-url <url>', "the model's server, where it is not the provider's own"))
    .addOption(new Option('--budget <amount>', "cap of one sleep: tokens (200k) or dollars ('$0.25')"))
    .addOption(new Option('--usd <dollars>', 'the same cap in dollars, without a sign to quote').argParser(readDollars))
}

/** The budget that the flags give; undefined where none does. Throws `bad-argument` for one that cannot be read. */
export function budgetOfFlags(
  options: Pick<GlobalOptions, 'budget' | 'usd'>,
): { readonly tokens?: number; readonly usd?: number } | undefined {
  if (options.budget === undefined && options.usd === undefined) return undefined
  const parsed = options.budget === undefined ? {} : parseBudget(options.budget)
  const [tokens, usd] = [parsed.tokens, options.usd ?? parsed.usd]
  return { ...(tokens === undefined ? {} : { tokens }), ...(usd === undefined ? {} : { usd }) }
}

/** What the flags configure: the layer above file and environment. Throws `bad-argument` for a budget that cannot be read. */
export function configOfFlags(options: GlobalOptions): ParsedConfig {
  const budget = budgetOfFlags(options)
  return {
    ...(options.scope === undefined ? {} : { scope: options.scope }),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
    ...(budget === undefined ? {} : { budget }),
  }
}

/** A whole number above 0, for commander. */
export function readCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number above 0.')
  return count
}

function readDollars(text: string): number {
  const dollars = Number(text.replace(/^\$/, ''))
  if (!Number.isFinite(dollars) || dollars < 0 || text.trim() === '') throw new InvalidArgumentError('It must be an amount such as 0.25.')
  return dollars
}
