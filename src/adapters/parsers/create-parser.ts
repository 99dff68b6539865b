import { ReverieError } from '../../spec/errors.ts'
import type { Parser } from '../../spec/parser.ts'
import { createCodeParser } from './code/parse-code.ts'
import { createCredentialMask } from './mask-credentials.ts'
import { parseFile } from './parse-file.ts'
import { parserVersion } from './parser-version.ts'

/** Parses on the calling thread. Grammars and the credential rules are loaded by the first file that needs them. */
export function createParser(): Parser {
  const code = createCodeParser()
  const mask = createCredentialMask()
  return {
    version: parserVersion,
    async parse({ path, bytes }, options) {
      if (options?.signal?.aborted) throw new ReverieError('aborted', `Parsing ${path} was aborted.`, { cause: options.signal.reason })
      return parseFile(path, bytes, { code, mask })
    },
    async close() {
      await code.close()
    },
  }
}
