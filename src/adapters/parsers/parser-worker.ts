import { parentPort } from 'node:worker_threads'
import type { ParsedFile } from '../../spec/parser.ts'
import { createParser } from './create-parser.ts'

/** What crosses to a parser worker, one at a time… */
export interface ParserRequest {
  readonly path: string
  readonly bytes: Uint8Array
}

/** …and back. */
export type ParserReply =
  /** Once, when the worker has loaded its modules: a file's time counts from here. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'parsed'; readonly file: ParsedFile }
  | { readonly kind: 'failed'; readonly message: string }

const parser = createParser()

parentPort?.on('message', async ({ path, bytes }: ParserRequest) => {
  try {
    reply({ kind: 'parsed', file: await parser.parse({ path, bytes }) })
  } catch (error) {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
})

reply({ kind: 'ready' })

function reply(message: ParserReply): void {
  parentPort?.postMessage(message)
}
