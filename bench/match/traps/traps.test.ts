import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readTraps } from './read-traps.ts'
import { trapClasses } from './trap-item.ts'

const items = readTraps()

function words(text: string): readonly string[] {
  return text.toLowerCase().replace(/\?/g, '').split(/\s+/)
}

/** Words of the longer text that are not, in order, in the other: longest common subsequence. */
function wordsChanged(one: string, other: string): number {
  const a = words(one)
  const b = words(other)
  let previous = new Array<number>(b.length + 1).fill(0)
  for (const left of a) {
    const current = [0]
    b.forEach((right, at) => {
      current.push(left === right ? (previous[at] ?? 0) + 1 : Math.max(previous[at + 1] ?? 0, current[at] ?? 0))
    })
    previous = current
  }
  return Math.max(a.length, b.length) - (previous[b.length] ?? 0)
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

test('there are at least 400 items, 20 of every class', () => {
  expect(items.length).toBeGreaterThanOrEqual(400)
  for (const name of trapClasses) expect(items.filter((item) => item.class === name).length, name).toBeGreaterThanOrEqual(20)
  expect(new Set(items.map((item) => item.domain)).size).toBeGreaterThanOrEqual(8)
})

test('nothing is said twice', () => {
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length)
  expect(new Set(items.map((item) => `${item.prepared}\n${item.trap}`.toLowerCase())).size).toBe(items.length)
  expect(new Set(items.map((item) => bare(item.paraphrase))).size).toBe(items.length)
})

test('a trap is a small edit of the prepared question, and no trap is a paraphrase of another item of its family', () => {
  for (const item of items) {
    expect(item.trap.toLowerCase(), item.id).not.toBe(item.prepared.toLowerCase())
    expect(wordsChanged(item.prepared, item.trap), item.id).toBeLessThanOrEqual(7)
    const family = items.filter((other) => other.family === item.family)
    expect(
      family.map((other) => bare(other.paraphrase)),
      item.id,
    ).not.toContain(bare(item.trap))
  }
})

test('a paraphrase is more than another spelling of the prepared question', () => {
  for (const item of items) {
    expect(bare(item.paraphrase), item.id).not.toBe(bare(item.prepared))
    expect(wordsChanged(item.prepared, item.paraphrase), item.id).toBeGreaterThanOrEqual(2)
  }
})

test('a family is on one side, and the sides are about equal', () => {
  const sides = new Map<string, Set<string>>()
  for (const item of items) sides.set(item.family, (sides.get(item.family) ?? new Set()).add(item.split))
  expect([...sides.values()].filter((splits) => splits.size > 1)).toEqual([])
  const tune = readTraps({ split: 'tune' }).length
  expect(tune / items.length).toBeGreaterThan(0.4)
  expect(tune / items.length).toBeLessThan(0.6)
  expect(readTraps({ split: 'test' }).length).toBe(items.length - tune)
})

test('a line that is no item is refused by file and line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reverie-traps-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'odd.jsonl'), '\n{"id":"odd-1"}\n')
  expect(() => readTraps({ folder })).toThrow(/odd\.jsonl:2/)
})
