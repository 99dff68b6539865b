import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchBundle } from './fetch-bundle.ts'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
})

async function serve(listener: RequestListener): Promise<string> {
  const own = createServer(listener)
  server = own
  await new Promise<void>((ready) => own.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(own.address() as AddressInfo).port}`
}

describe('a bundle from an address', () => {
  it('comes as it is, through redirects', async () => {
    const address = await serve((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/there' }).end()
      else response.end('bytes')
    })
    expect(Buffer.from(await fetchBundle(`${address}/moved`, 100, undefined)).toString()).toBe('bytes')
  })

  it.each([
    [
      'more than three redirects',
      (_: unknown, response: Parameters<RequestListener>[1]) => response.writeHead(302, { location: '/on' }).end(),
      'redirects more than 3',
    ],
    [
      'a redirect to a file',
      (_: unknown, response: Parameters<RequestListener>[1]) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'not taken from',
    ],
    ['an error', (_: unknown, response: Parameters<RequestListener>[1]) => response.writeHead(404).end('no'), 'answered 404'],
    [
      'an announced size',
      (_: unknown, response: Parameters<RequestListener>[1]) => response.writeHead(200, { 'content-length': '1000' }).end('x'.repeat(1000)),
      'larger than 100',
    ],
    [
      'a size that shows while it comes',
      (_: unknown, response: Parameters<RequestListener>[1]) => response.write('x'.repeat(1000)),
      'larger than 100',
    ],
    ['a connection cut off', (_: unknown, response: Parameters<RequestListener>[1]) => response.destroy(), 'cannot be reached'],
  ])('is refused for %s', async (_name, listener, message) => {
    const address = await serve(listener)
    await expect(fetchBundle(`${address}/x?token=secret`, 100, undefined)).rejects.toThrow(message)
    await expect(fetchBundle(`${address}/x?token=secret`, 100, undefined)).rejects.not.toThrow('secret')
  })

  it('is given up when the caller stops', async () => {
    const address = await serve(() => {})
    const stop = new AbortController()
    const fetched = fetchBundle(address, 100, stop.signal)
    stop.abort()
    await expect(fetched).rejects.toMatchObject({ code: 'aborted' })
  })
})

it('says that there is no such file', async () => {
  await expect(fetchBundle('/nowhere/at/all.bundle', 100, undefined)).rejects.toMatchObject({ code: 'not-found' })
})
