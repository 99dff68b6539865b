import { spawnSync } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { toClaims } from '../../distil/claims-table.ts'
import { createExtractiveDistiller } from '../../distil/extractive-distiller.ts'
import { createExtractiveQuestionGenerator } from '../../predict/extractive-question-generator.ts'
import { ReverieError } from '../../spec/errors.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { openSkillWorker } from './open-skill-worker.ts'

// The real worker, behind a listener that ends it for the documents named so.
const fragile = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ document }) => {
      if (document?.path === 'crash.md') process.exit(1)
    })
    await import(${JSON.stringify(new URL('./skill-worker.ts', import.meta.url).href)})
  `)}`,
)

const worker = openSkillWorker()
const weak = openSkillWorker({ worker: fragile })
afterAll(async () => {
  await worker.close()
  await weak.close()
})

const prose =
  '# Tides\n\nA tide is the rise and fall of the sea. The gauge must be read every hour. Set `PORT` to 80 before you start it.\n'
const code = '/** Metres the sea rises. */\nexport function tide(hour: number): number {\n  return hour\n}\n'

test('gives what the same skills give on the calling thread', async () => {
  const { distiller, generator } = await worker.skills()
  const inline = { distiller: createExtractiveDistiller(), generator: createExtractiveQuestionGenerator() }
  expect([distiller.recipe, distiller.model]).toEqual([inline.distiller.recipe, null])
  expect([generator.recipe, generator.model]).toEqual([inline.generator.recipe, null])
  for (const [path, text] of [
    ['docs/tides.md', prose],
    ['src/tide.ts', code],
  ] as const) {
    const document = await codeDocument(path, text)
    const distillate = await inline.distiller.distilDocument(document)
    expect(distillate.claims.length).toBeGreaterThan(0)
    expect(await distiller.distilDocument(document)).toEqual(distillate)
    const claims = toClaims(document.id, distillate.claims)
    expect(await generator.generate({ document, claims })).toEqual(await inline.generator.generate({ document, claims }))
    const group = {
      level: 'module' as const,
      subject: 'docs',
      label: 'docs',
      children: [{ label: path, headline: distillate.headline, claims }],
    }
    expect(await distiller.distilGroup(group)).toEqual(await inline.distiller.distilGroup(group))
  }
})

test('an aborted call rejects with its reason, before it begins and while it waits', async () => {
  const { distiller } = await worker.skills()
  const document = await codeDocument('docs/tides.md', prose)
  await expect(distiller.distilDocument(document, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  const stop = new AbortController()
  const [first, running, queued] = [
    distiller.distilDocument(document),
    distiller.distilDocument(document, { signal: stop.signal }),
    distiller.distilDocument(document, { signal: stop.signal }),
  ]
  stop.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
  await expect(queued).rejects.toThrow('enough')
  expect((await first).claims.length).toBeGreaterThan(0)
})

test('a document that ends its thread rejects alone, by name; the thread is replaced', async () => {
  const { distiller } = await weak.skills()
  const [crashing, fine] = [await codeDocument('crash.md', prose), await codeDocument('docs/tides.md', prose)]
  const [crashed, after] = [distiller.distilDocument(crashing), distiller.distilDocument(fine)]
  const error: unknown = await crashed.catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(ReverieError)
  expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining('crash.md') })
  expect((await after).claims.length).toBeGreaterThan(0)
})

test('a thread that does not start says so', async () => {
  const broken = openSkillWorker({ worker: new URL('data:text/javascript,throw new Error("no grammar")') })
  await expect(broken.skills()).rejects.toThrow('no grammar')
  await broken.close()
})

test('an idle thread ends and the next work starts another; after closing there is none', async () => {
  const resting = openSkillWorker({ idleMs: 0 })
  const { distiller } = await resting.skills()
  const document = await codeDocument('docs/tides.md', prose)
  const made = await distiller.distilDocument(document)
  expect(await distiller.distilDocument(document)).toEqual(made)
  await resting.close()
  await expect(distiller.distilDocument(document)).rejects.toThrow('closed')
})

test('opening the library loads no grammar on the calling thread', () => {
  const script = `
    import { registerHooks } from 'node:module'
    registerHooks({ resolve: (name, context, next) => {
      if (name === 'compromise') throw new Error('compromise is loaded by ' + context.parentURL)
      return next(name, context)
    } })
    await import(${JSON.stringify(new URL('../open-reverie.ts', import.meta.url).href)})
    await import(${JSON.stringify(new URL('../sleep-skills.ts', import.meta.url).href)})
  `
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
