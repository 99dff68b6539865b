import type { BigIntStats } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type OpenFile, stableRead } from './stable-read.ts'

/** A file whose content is replaced while it is read, as often as told. */
function changingFile(texts: readonly string[]): OpenFile {
  let at = 0
  const current = () => new TextEncoder().encode(texts[Math.min(at, texts.length - 1)])
  return {
    stat: async () => {
      const stamp = BigInt(Math.min(at, texts.length - 1))
      return { isFile: () => true, size: BigInt(current().length), mtimeNs: stamp, ctimeNs: stamp, ino: 1n } as unknown as BigIntStats
    },
    read: async (buffer, offset, length, position) => {
      const bytes = current().subarray(position, position + length)
      buffer.set(bytes, offset)
      if (bytes.length === 0) at++
      return { bytesRead: bytes.length }
    },
  }
}

describe('stableRead', () => {
  it('gives the bytes and stats of a file that stands still', async () => {
    const result = await stableRead(changingFile(['only']), 100)
    expect(result.kind === 'read' && [new TextDecoder().decode(result.bytes), result.stats.size]).toEqual(['only', 4n])
  })

  it('reads again when the file changed meanwhile', async () => {
    const result = await stableRead(changingFile(['first', 'second longer']), 100)
    expect(result.kind === 'read' && new TextDecoder().decode(result.bytes)).toBe('second longer')
  })

  it('gives up on a file that never stands still', async () => {
    expect((await stableRead(changingFile(['1', '22', '333', '4444']), 100)).kind).toBe('unstable')
  })

  it('refuses what is too large before reading it', async () => {
    expect((await stableRead(changingFile(['x'.repeat(11)]), 10)).kind).toBe('too-large')
  })
})
