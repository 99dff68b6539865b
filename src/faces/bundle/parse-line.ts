import type { z } from 'zod'
import { bundleRefused } from './bundle-refused.ts'

/** One line as its schema has it. Throws `bundle-refused`, naming the line and what is wrong with it. */
export function parseLine<Schema extends z.ZodType>(schema: Schema, line: Uint8Array, name: string): z.infer<Schema> {
  const parsed = schema.safeParse(jsonOf(line, name))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.').slice(0, 80)}`
  throw bundleRefused(`${name} is malformed${place}: ${issue?.message.slice(0, 200) ?? 'not what was expected'}`)
}

function jsonOf(line: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line))
  } catch (cause) {
    throw bundleRefused(`${name} is no JSON in UTF-8`, undefined, cause)
  }
}
