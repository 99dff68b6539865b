import type { LoadedConfig } from '../config/load-config.ts'
import type { Reverie, ReverieOptions } from '../reverie.ts'
import type { CliDependencies } from './cli-dependencies.ts'
import { modelRequest } from './model-request.ts'
import type { Output } from './output.ts'
import { printableLine } from './printable.ts'

/** Opens the library as the configuration says. A model is opened only where one is named. */
export async function openFromConfig(loaded: LoadedConfig, dependencies: CliDependencies, output: Output): Promise<Reverie> {
  const onRecordFailure = (cause: unknown) =>
    output.note(`This ask was not recorded: ${printableLine(cause instanceof Error ? cause.message : String(cause))}`)
  return dependencies.openReverie({ ...(await reverieOptions(loaded, dependencies)), onRecordFailure })
}

/** The library's options for a configuration. */
export async function reverieOptions(loaded: LoadedConfig, dependencies: CliDependencies): Promise<ReverieOptions> {
  const {
    budget,
    askBudget,
    policy,
    cutoff,
    model: _,
    baseUrl: __,
    price: ___,
    paths: _paths,
    maxQuestions: _maxQuestions,
    ...same
  } = loaded.config
  const model = modelRequest(loaded.config)
  return {
    folder: loaded.folder,
    ...(deepDefined(same) as Defined<ReverieOptions>),
    ...(budget === undefined ? {} : { budget: defined(budget) }),
    ...(askBudget === undefined ? {} : { askBudget: defined(askBudget) }),
    ...(policy === undefined ? {} : { policy: defined(policy) }),
    ...(cutoff === undefined ? {} : { cutoff: defined(cutoff) }),
    ...(model === null ? {} : { model: await dependencies.openModel(model) }),
  }
}

/** The same plain data without properties that are undefined, at every depth. */
function deepDefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deepDefined)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, deepDefined(inner)]])))
}

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> }

/** The same object without keys whose value is undefined, as `exactOptionalPropertyTypes` wants them. */
function defined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Defined<Value>
}
