import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handbookModel } from '../testing/handbook-model.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { unsoundRows } from '../testing/kills/unsound-rows.ts'
import { type OpenAiRequest, startOpenAiServer } from '../testing/openai-server.ts'
import { openReverie } from './open-reverie.ts'

const main = fileURLToPath(new URL('cli/main.ts', import.meta.url))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-stop-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const textOf = ({ body }: OpenAiRequest) => body.messages.map(({ content }) => JSON.stringify(content)).join('\n')

describe('`reverie sleep` told to stop while its model hangs', () => {
  it('is gone within two seconds, and what it had paid for is kept', async () => {
    for (let page = 0; page < 20; page += 1)
      writeFileSync(join(folder, `page-${page}.md`), `# Page ${page}\n\nThe worker of page ${page} runs for ${page + 3} minutes at most.\n`)
    const hangs = Promise.withResolvers<void>()
    let answered = 0
    await using server = await startOpenAiServer({
      script: (request) => {
        if (answered >= 12) {
          hangs.resolve()
          return { kind: 'silent' }
        }
        answered += 1
        const text = request.body.messages
          .map(({ content }) =>
            typeof content === 'string' ? content : (content as readonly { text?: string }[]).map((part) => part.text ?? '').join('\n'),
          )
          .join('\n\n')
        return { kind: 'text', text: handbookModel({ text, format: request.body.response_format?.json_schema?.name ?? null }) }
      },
    })
    const words = ['sleep', '-C', folder, '--budget', '10m', '--model', 'openai-compatible/scripted', '--base-url', server.baseUrl]
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('REVERIE_')))
    const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder, env })
    let said = ''
    child.stderr.on('data', (part) => {
      said += part
    })
    child.stdout.resume()
    const ended = once(child, 'exit')
    await Promise.race([
      hangs.promise,
      ended.then(([code]) => {
        throw new Error(`it ended with ${code} before the model hung: ${said}`)
      }),
    ])
    const told = performance.now()
    child.kill('SIGTERM')
    const [code, signal] = await ended
    expect(performance.now() - told).toBeLessThan(2_000)
    expect([code, signal]).toEqual([130, null])
    expect(unsoundRows(join(folder, '.reverie/reverie.db'))).toEqual([])
    expect(server.requests.map(textOf).length).toBeGreaterThanOrEqual(12)
    const { name, model, dimensions } = createHashingEmbedder()
    await using reverie = await openReverie({ folder, embedder: { name, model, dimensions } })
    const status = await reverie.status()
    expect(status.lastSleep).toMatchObject({ state: expect.stringMatching(/stopped|running/) })
    expect(status.documents).toBe(20)
    // Eight documents are committed together; what was paid for beyond is remembered.
    expect(status.owed.documents).toBeLessThan(20)
    // The lease was given back, or ends by itself.
    expect(await reverie.sleep().catch((error) => error.code)).not.toBe('internal')
  }, 60_000)
})
