import { afterAll, expect, test } from 'vitest'
import { ReverieError } from '../../spec/errors.ts'
import { createParser } from './create-parser.ts'
import { openParserPool } from './open-parser-pool.ts'

const bytes = new TextEncoder().encode('# Title\n\nA sentence of several words.\n')

// The real worker, behind a listener that ends or blocks it for the files named so.
const fragile = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ path }) => {
      if (path === 'crash.md') process.exit(1)
      while (path === 'slow.md') {}
    })
    await import(${JSON.stringify(new URL('./parser-worker.ts', import.meta.url).href)})
  `)}`,
)

const pool = openParserPool({ size: 2 })
const weak = openParserPool({ size: 1, worker: fragile, limitMs: 1_500 })
afterAll(async () => {
  await pool.close()
  await weak.close()
})

async function failure(work: Promise<unknown>): Promise<ReverieError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ReverieError)) throw new Error(`expected a ReverieError, got ${String(error)}`)
  return error
}

test('gives what the parser gives in thread, for more files than workers', async () => {
  const parser = createParser()
  const paths = Array.from({ length: 12 }, (_, index) => `file-${index}.${index % 2 === 0 ? 'md' : 'ts'}`)
  const parsed = await Promise.all(paths.map((path) => pool.parse({ path, bytes })))
  expect(parsed).toEqual(await Promise.all(paths.map((path) => parser.parse({ path, bytes }))))
  expect(pool.version).toBe(parser.version)
  expect(bytes.length).toBeGreaterThan(0)
  await parser.close()
})

test('a file that ends its worker rejects alone; the worker is replaced', async () => {
  const [before, crashed, after] = [
    weak.parse({ path: 'a.md', bytes }),
    weak.parse({ path: 'crash.md', bytes }),
    weak.parse({ path: 'b.md', bytes }),
  ]
  const error = await failure(crashed)
  expect(error.code).toBe('source-unreadable')
  expect(error.message).toContain('crash.md')
  expect((await before).document.title).toBe('Title')
  expect((await after).document.title).toBe('Title')
})

test('a file over the time limit rejects alone', async () => {
  const slow = failure(weak.parse({ path: 'slow.md', bytes }))
  const next = weak.parse({ path: 'c.md', bytes })
  expect((await slow).message).toContain('longer than 1500 ms')
  expect((await next).document.title).toBe('Title')
})

test('aborting rejects at once, queued or begun, and the pool goes on', async () => {
  const controller = new AbortController()
  const works = [1, 2, 3, 4].map((number) => failure(pool.parse({ path: `${number}.md`, bytes }, { signal: controller.signal })))
  controller.abort()
  expect((await Promise.all(works)).map((error) => error.code)).toEqual(['aborted', 'aborted', 'aborted', 'aborted'])
  expect((await failure(pool.parse({ path: 'x.md', bytes }, { signal: controller.signal }))).code).toBe('aborted')
  expect((await pool.parse({ path: 'y.md', bytes })).document.title).toBe('Title')
})

test('a closed pool refuses', async () => {
  const closing = openParserPool({ size: 1 })
  const pending = failure(closing.parse({ path: 'a.md', bytes }))
  const queued = failure(closing.parse({ path: 'b.md', bytes }))
  await closing.close()
  expect((await pending).message).toContain('a.md')
  expect((await queued).message).toContain('b.md')
  expect((await failure(closing.parse({ path: 'c.md', bytes }))).code).toBe('internal')
})
