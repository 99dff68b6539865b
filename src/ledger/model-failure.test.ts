import { APICallError } from '@ai-sdk/provider'
import { expect, it } from 'vitest'
import { modelFailure } from './model-failure.ts'

const coded = (code: string) => Object.assign(new Error('failed'), { code })
const fetchFailed = (cause: Error) => new APICallError({ message: 'fetch failed', url: 'http://x', requestBodyValues: {}, cause })
const answered = (statusCode: number) => new APICallError({ message: 'no', url: 'http://x', requestBodyValues: {}, statusCode })

it.each([
  ['no connection', fetchFailed(coded('ECONNREFUSED')), 'none'],
  ['a failed handshake', fetchFailed(coded('ERR_SSL_WRONG_VERSION_NUMBER')), 'none'],
  ['a certificate nobody signed', fetchFailed(coded('DEPTH_ZERO_SELF_SIGNED_CERT')), 'none'],
  ['a port that fetch refuses', fetchFailed(new Error('bad port')), 'none'],
  ['a connection cut while it was used', fetchFailed(coded('ECONNRESET')), 'worst-case'],
  ['a request turned away', answered(429), 'none'],
  ['a service that takes no requests', answered(503), 'none'],
  ['a server that failed at it', answered(500), 'worst-case'],
])('%s costs what may have been worked on', (_, cause, charge) => {
  expect(modelFailure('openai/x', cause, 0).charge).toBe(charge)
})
