import type { z } from 'zod'
import { ReverieError } from '../../spec/errors.ts'
import { configKeys, configSchema, type ParsedConfig } from './config-schema.ts'
import { nearestName } from './nearest-name.ts'

/**
 * Checks a value against the configuration's schema. `where` names its origin in messages ("reverie.config.json").
 * Throws `bad-config` naming the first wrong key, the value found and what is allowed.
 */
export function checkConfig(value: unknown, where: string): ParsedConfig {
  const result = configSchema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  if (issue === undefined) throw new ReverieError('bad-config', `${where} is not a valid configuration.`)
  throw issue.code === 'unrecognized_keys' ? unknownKey(issue, value, where) : wrongValue(issue, value, where)
}

/** A value as an error shows it: one line, at most 80 characters, hidden where its key sounds secret. */
export function showValue(key: string, value: unknown): string {
  if (/key|token|secret|password/i.test(key) && typeof value === 'string') return '(hidden)'
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

function unknownKey(issue: z.core.$ZodIssueUnrecognizedKeys, value: unknown, where: string): ReverieError {
  const key = issue.keys[0] ?? ''
  const names = issue.path.length === 0 ? configKeys : childNames(String(issue.path[0]))
  const nearest = nearestName(key, names)
  const place = [...issue.path, key].join('.')
  return new ReverieError(
    'bad-config',
    `${where} has an unknown key "${place}" (its value is ${showValue(key, valueAt(value, [...issue.path, key]))}).`,
    {
      hint: `${nearest === null ? '' : `Did you mean "${nearest}"? `}Allowed are ${names.join(', ')}.`,
    },
  )
}

function wrongValue(issue: z.core.$ZodIssue, value: unknown, where: string): ReverieError {
  if (issue.path.length === 0) {
    return new ReverieError('bad-config', `${where} must hold one object, and holds ${showValue('', value)}.`, {
      hint: `Allowed keys are ${configKeys.join(', ')}.`,
    })
  }
  const place = issue.path.join('.')
  const top = configKeys.find((key) => key === issue.path[0])
  const allowed = top === undefined ? undefined : configSchema.shape[top].description
  const found = showValue(place, valueAt(value, issue.path))
  return new ReverieError('bad-config', `${where} has a wrong value for "${place}": ${found}.`, {
    hint: `"${String(issue.path[0])}" must be ${allowed ?? issue.message}.`,
  })
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  )
}

function childNames(key: string): readonly string[] {
  const children: Readonly<Record<string, readonly string[]>> = {
    budget: ['tokens', 'usd'],
    askBudget: ['tokens', 'usd'],
    price: ['input', 'output', 'cachedInput', 'batchFactor', 'flexFactor'],
    caps: ['sleep', 'ask', 'everywhere'],
    idle: ['afterSeconds', 'windows', 'maxLoad', 'onBattery'],
    retention: ['answers', 'keys', 'questions', 'records'],
    policy: ['instructions', 'format', 'language', 'tools'],
  }
  return children[key] ?? []
}
