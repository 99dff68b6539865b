import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createParser } from '../adapters/parsers/create-parser.ts'
import type { Parser } from '../spec/parser.ts'
import { restingParser } from './resting-parser.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const file = { path: 'notes.md', bytes: new TextEncoder().encode('# Notes\n\nA job may run for an hour.\n') }

function counted() {
  const counts = { opened: 0, closed: 0 }
  const parser = restingParser((): Parser => {
    const own = createParser()
    counts.opened += 1
    return {
      version: own.version,
      parse: (input, options) => own.parse(input, options),
      close: async () => {
        counts.closed += 1
        await own.close()
      },
    }
  }, 1_000)
  return { counts, parser }
}

it('closes its parser after idle time and opens another for the next file', async () => {
  const { counts, parser } = counted()
  const first = await parser.parse(file)
  vi.advanceTimersByTime(999)
  expect(counts).toEqual({ opened: 1, closed: 0 })
  vi.advanceTimersByTime(1)
  expect(counts).toEqual({ opened: 1, closed: 1 })
  expect(await parser.parse(file)).toEqual(first)
  expect(counts).toEqual({ opened: 2, closed: 1 })
  await parser.close()
  vi.advanceTimersByTime(5_000)
  expect(counts).toEqual({ opened: 2, closed: 2 })
})

it('stays open while another file is under way, and refuses files once closed', async () => {
  const { counts, parser } = counted()
  const both = [parser.parse(file), parser.parse(file)]
  await Promise.all(both)
  vi.advanceTimersByTime(500)
  await parser.parse(file)
  vi.advanceTimersByTime(999)
  expect(counts).toEqual({ opened: 1, closed: 0 })
  await parser.close()
  await expect(parser.parse(file)).rejects.toMatchObject({ code: 'internal' })
})
