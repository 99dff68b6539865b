import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ReverieError } from '../../../src/spec/errors.ts'
import { type TrapItem, trapLine } from './trap-item.ts'

export interface ReadTrapsOptions {
  /** Only this side; default both. Tune on `tune` alone: what `test` shows is worth something only while nobody fits it. */
  readonly split?: TrapItem['split']
  /** Folder of the `.jsonl` files; default this one. */
  readonly folder?: string
}

/**
 * The near-miss questions written for this project, in the order of their files' names and lines. Errors: `bad-argument`
 * naming file and line where a line is no such item.
 */
export function readTraps(options: ReadTrapsOptions = {}): readonly TrapItem[] {
  const folder = options.folder ?? import.meta.dirname
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
  const items = files.flatMap((file) => readFile(folder, file))
  return options.split === undefined ? items : items.filter((item) => item.split === options.split)
}

function readFile(folder: string, file: string): readonly TrapItem[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, `${file}:${index + 1}`, basename(file, '.jsonl'))]))
}

function readLine(line: string, where: string, domain: string): TrapItem {
  const parsed = trapLine.safeParse(parse(line))
  if (!parsed.success) throw new ReverieError('bad-argument', `${where} is no trap item: ${parsed.error.issues[0]?.message ?? 'not valid'}`)
  return { ...parsed.data, domain, split: splitOf(parsed.data.family) }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function splitOf(family: string): TrapItem['split'] {
  return (createHash('sha256').update(family).digest()[0] ?? 0) % 2 === 0 ? 'tune' : 'test'
}
