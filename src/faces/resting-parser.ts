import { ReverieError } from '../spec/errors.ts'
import type { Parser } from '../spec/parser.ts'

/** A parser's workers hold about 75 MB each: a sleep has better use for it once its files are read. */
const defaultIdleMs = 3_000

/** A parser that is closed after some time without work and opened again by the next file. */
export function restingParser(open: () => Parser, idleMs = defaultIdleMs): Parser {
  let parser: Parser | null = open()
  const { version } = parser
  let underWay = 0
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  function rest(): void {
    const resting = parser
    parser = null
    // Nothing is under way, so there is nothing it could fail at.
    void resting?.close()
  }

  return {
    version,
    async parse(input, options) {
      if (isClosed) throw new ReverieError('internal', `The parser is closed; ${input.path} was not parsed.`)
      clearTimeout(idle)
      parser ??= open()
      underWay += 1
      try {
        return await parser.parse(input, options)
      } finally {
        underWay -= 1
        if (underWay === 0 && !isClosed) {
          idle = setTimeout(rest, idleMs)
          idle.unref()
        }
      }
    },
    async close() {
      isClosed = true
      clearTimeout(idle)
      await parser?.close()
    },
  }
}
