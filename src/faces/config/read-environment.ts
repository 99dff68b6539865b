import { ReverieError } from '../../spec/errors.ts'
import { checkConfig } from './check-config.ts'
import type { ParsedConfig } from './config-schema.ts'
import { nearestName } from './nearest-name.ts'

/** The configuration key each variable sets. */
export const environmentKeys = {
  REVERIE_MODEL: 'model',
  REVERIE_BASE_URL: 'baseUrl',
  REVERIE_BUDGET: 'budget',
  REVERIE_ASK_BUDGET: 'askBudget',
  REVERIE_SCOPE: 'scope',
  REVERIE_DATABASE: 'database',
  REVERIE_FRESHNESS: 'freshness',
  REVERIE_MAX_FILE_BYTES: 'maxFileBytes',
  REVERIE_MAX_QUESTIONS: 'maxQuestions',
  REVERIE_MAX_WRONG_HITS: 'maxWrongHits',
} as const satisfies Readonly<Record<`REVERIE_${string}`, keyof ParsedConfig>>

/** Read elsewhere: the key of an OpenAI-compatible server, and where the measurements find their data sets. */
const otherVariables = ['REVERIE_API_KEY', 'REVERIE_DATA']
const numbers: readonly string[] = ['REVERIE_MAX_FILE_BYTES', 'REVERIE_MAX_QUESTIONS', 'REVERIE_MAX_WRONG_HITS']

/**
 * What the environment's `REVERIE_*` variables configure. An empty variable counts as unset. Throws `bad-config` for a
 * variable that is not known or whose value is not allowed.
 */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): ParsedConfig {
  const config: ParsedConfig = {}
  for (const [name, text] of Object.entries(environment)) {
    if (!name.startsWith('REVERIE_') || otherVariables.includes(name) || text === undefined || text === '') continue
    if (!isKnown(name)) throw unknownVariable(name)
    const key = environmentKeys[name]
    const value = numbers.includes(name) && /^(?:\d+|\d*\.\d+)$/.test(text) ? Number(text) : text
    Object.assign(config, checkVariable(name, key, value))
  }
  return config
}

function isKnown(name: string): name is keyof typeof environmentKeys {
  return Object.hasOwn(environmentKeys, name)
}

function checkVariable(name: string, key: keyof ParsedConfig, value: unknown): ParsedConfig {
  try {
    return checkConfig({ [key]: value }, 'The environment')
  } catch (error) {
    if (!(error instanceof ReverieError)) throw error
    const message = error.message.replace(`"${key}"`, name)
    throw new ReverieError('bad-config', message, {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint.replace(`"${key}"`, name) }),
    })
  }
}

function unknownVariable(name: string): ReverieError {
  const names = [...Object.keys(environmentKeys), 'REVERIE_API_KEY']
  const nearest = nearestName(name, names)
  return new ReverieError('bad-config', `The environment sets ${name}, which Reverie does not know.`, {
    hint: `${nearest === null ? '' : `Did you mean ${nearest}? `}Allowed are ${names.join(', ')}.`,
  })
}
