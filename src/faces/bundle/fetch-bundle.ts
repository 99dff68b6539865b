import { createReadStream } from 'node:fs'
import { ReverieError } from '../../spec/errors.ts'
import { bundleRefused } from './bundle-refused.ts'

const mostRedirects = 3
const timeoutMs = 60_000

/**
 * The bytes of a bundle from a file, an http(s) address or a stream; reading ends where it grows too large. The network
 * is reached only for an address, through at most three redirects, none of them from https to http.
 */
export async function fetchBundle(
  from: string | URL | AsyncIterable<Uint8Array>,
  most: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (typeof from !== 'string' && !(from instanceof URL)) return collect(from, most)
  const address = addressOf(from)
  if (address !== null) return download(address, most, signal)
  try {
    return await collect(createReadStream(from, signal === undefined ? {} : { signal }), most)
  } catch (cause) {
    if (cause instanceof ReverieError) throw cause
    if (signal?.aborted) throw stopped(cause)
    throw new ReverieError('not-found', `There is no bundle to read at ${String(from)}.`, {
      hint: 'Name a file that reverie export --bundle made, or an http address.',
      cause,
    })
  }
}

function addressOf(from: string | URL): URL | null {
  if (from instanceof URL) return from.protocol === 'file:' ? null : from
  return /^https?:\/\//i.test(from) && URL.canParse(from) ? new URL(from) : null
}

async function collect(chunks: AsyncIterable<Uint8Array | string>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    size += part.length
    if (size > most)
      throw bundleRefused(`it is larger than ${most} bytes`, 'A larger one is imported only where the caller raises the limits.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function download(address: URL, most: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const limit = AbortSignal.timeout(timeoutMs)
  const either = signal === undefined ? limit : AbortSignal.any([signal, limit])
  try {
    const response = await follow(address, either)
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      throw unreachable(address, `it answered ${response.status}`)
    }
    const announced = Number(response.headers.get('content-length') ?? 0)
    if (announced > most) {
      await response.body.cancel()
      throw bundleRefused(`it is larger than ${most} bytes`, 'A larger one is imported only where the caller raises the limits.')
    }
    return await collect(response.body, most)
  } catch (cause) {
    if (cause instanceof ReverieError) throw cause
    if (signal?.aborted) throw stopped(cause)
    throw unreachable(address, limit.aborted ? `it took longer than ${timeoutMs / 1000} s` : 'it cannot be reached', cause)
  }
}

async function follow(address: URL, signal: AbortSignal): Promise<Response> {
  let next = address
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const response = await fetch(next.href, {
      redirect: 'manual',
      signal,
      headers: { accept: 'application/gzip, application/octet-stream' },
    })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return response
    await response.body?.cancel()
    const target = URL.canParse(location, next.href) ? new URL(location, next) : null
    if (target === null || !/^https?:$/.test(target.protocol) || (next.protocol === 'https:' && target.protocol === 'http:'))
      throw unreachable(address, 'it redirects to where a bundle is not taken from')
    next = target
  }
  throw unreachable(address, `it redirects more than ${mostRedirects} times`)
}

function unreachable(address: URL, found: string, cause?: unknown): ReverieError {
  // An address may hold a token.
  const shown = `${address.origin}${address.pathname}`
  return new ReverieError('not-found', `No bundle came from ${shown}: ${found}.`, {
    hint: 'Check the address, or fetch the file yourself and import it.',
    isRetryable: true,
    ...(cause === undefined ? {} : { cause }),
  })
}

function stopped(cause: unknown): ReverieError {
  return new ReverieError('aborted', 'Stopped on request; nothing was imported.', { cause })
}
