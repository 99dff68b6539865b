import { APICallError } from '@ai-sdk/provider'

/** Runs a call of a vendor's SDK; what it throws becomes the AI SDK's `APICallError`, so that both are judged alike. */
export async function vendorCall<Result>(url: string, call: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await call()
  } catch (cause) {
    throw vendorFailure(url, cause)
  }
}

/** As {@link vendorCall}, for what is read bit by bit. */
export async function* vendorStream<Item>(url: string, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  try {
    yield* items
  } catch (cause) {
    throw vendorFailure(url, cause)
  }
}

function vendorFailure(url: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || APICallError.isInstance(cause)) return cause
  const status = 'status' in cause && typeof cause.status === 'number' ? cause.status : undefined
  const headers = 'headers' in cause && cause.headers instanceof Headers ? Object.fromEntries(cause.headers) : {}
  return new APICallError({
    message: cause.message,
    url,
    requestBodyValues: {},
    ...(status === undefined ? {} : { statusCode: status }),
    responseHeaders: headers,
    cause: cause.cause ?? cause,
  })
}
