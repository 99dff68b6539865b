import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { BundleLimits } from './bundle-limits.ts'
import { bundleRefused } from './bundle-refused.ts'

/**
 * The lines of a bundle, as bytes without their line end, unpacked as they are asked for. Throws `bundle-refused` where it
 * is no gzip, is cut off, or is larger than the limits: what is beyond them is never unpacked.
 */
export async function* bundleLines(bundle: Uint8Array, limits: BundleLimits): AsyncIterable<Buffer> {
  const gunzip = createGunzip()
  const source = Readable.from([bundle], { objectMode: false })
  source.on('error', (cause) => gunzip.destroy(cause))
  source.pipe(gunzip)
  let total = 0
  let count = 0
  let held: Buffer[] = []
  let heldBytes = 0
  try {
    for await (const chunk of unpacked(gunzip)) {
      total += chunk.length
      if (total > limits.bytes) throw tooLarge(`it unpacks to more than ${limits.bytes} bytes`)
      let from = 0
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        const line = Buffer.concat([...held, chunk.subarray(from, at)])
        if (line.length > limits.lineBytes) throw tooLarge(`a line is longer than ${limits.lineBytes} bytes`)
        count += 1
        // The header and the end are lines, too.
        if (count > limits.items + 2) throw tooLarge(`it holds more than ${limits.items} items`)
        yield line
        held = []
        heldBytes = 0
        from = at + 1
      }
      held.push(chunk.subarray(from))
      heldBytes += chunk.length - from
      if (heldBytes > limits.lineBytes) throw tooLarge(`a line is longer than ${limits.lineBytes} bytes`)
    }
  } finally {
    source.destroy()
    gunzip.destroy()
  }
  if (heldBytes > 0) throw bundleRefused('it is cut off in the middle of a line')
}

const newline = 10

async function* unpacked(gunzip: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  try {
    yield* gunzip
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    throw bundleRefused(code === 'Z_BUF_ERROR' ? 'it is cut off' : 'it is no gzip file, or a damaged one', undefined, cause)
  }
}

function tooLarge(found: string) {
  return bundleRefused(found, 'A larger one is imported only where the caller raises the limits.')
}
