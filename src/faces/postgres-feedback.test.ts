import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { testPostgres } from '../testing/test-postgres.ts'
import { openReverie } from './open-reverie.ts'
import type { FeedbackReceipt, Reverie } from './reverie.ts'

const postgres = await testPostgres()
const page =
  '# The server\n\nThe server listens on port 3000 by default.\n\n## Paying\n\nThe server is paid by Marrowbone within 30 days.\n'
const question = 'Who is the server paid by within 30 days?'

let base: string
let server: string
let pair: readonly [Reverie, Reverie]

describe.skipIf(postgres.missing !== null)(`feedback over ${postgres.title} is what it is over a file`, () => {
  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'reverie-feedback-server-'))
    server = await postgres.nameSchema()
    const { name, model, dimensions } = createHashingEmbedder()
    const open = (at: string, database?: string) => {
      mkdirSync(join(base, at))
      writeFileSync(join(base, at, 'server.md'), page)
      const kept = database === undefined ? {} : { database }
      return openReverie({ folder: join(base, at), embedder: { name, model, dimensions }, ...kept })
    }
    pair = [await open('file'), await open('server', server)]
  })
  afterAll(async () => {
    await Promise.all(pair.map((reverie) => reverie.close()))
    rmSync(base, { recursive: true, force: true })
  })

  const both = async <Result>(work: (reverie: Reverie) => Promise<Result>): Promise<readonly Result[]> => [
    await work(pair[0]),
    await work(pair[1]),
  ]
  const told = ({ ask: _, entry: __, ...receipt }: FeedbackReceipt) => receipt

  it('on what was read live, prepared, wrong, right again, and forgotten', async () => {
    const steps = async (reverie: Reverie) => {
      const said: object[] = []
      const live = await reverie.ask({ question })
      said.push(told(await reverie.feedback({ ask: live.id, verdict: 'right' })))
      await reverie.sleep()
      const hit = await reverie.ask({ question })
      said.push({ served: hit.served })
      for (const verdict of ['wrong', 'wrong', 'right', 'wrong'] as const) {
        said.push(told(await reverie.feedback({ ask: hit.id, verdict, note: `it is ${verdict}` })))
        said.push({ served: (await reverie.ask({ question })).served })
      }
      const { skipped } = await reverie.sleep()
      said.push(skipped)
      const { erased } = await reverie.forget({ question })
      said.push({ labels: erased.labels })
      return said
    }
    const [file, server] = await both(steps)
    expect(server).toEqual(file)
    expect(file?.at(-1)).toMatchObject({ labels: expect.any(Number) })
  })

  it('on near answers: the gate counts and closes', async () => {
    const reverie = pair[1]
    const asked = 'On which port does the server listen by default?'
    await reverie.ask({ question: asked })
    await reverie.sleep()
    const states: string[] = []
    for (const other of ['By whom is it paid?', 'For whom is it paid?', 'With whom is it paid?']) {
      const hit = await reverie.ask({ question: asked })
      expect(hit.served).toBe('hit')
      await reverie.status()
      await postgres.run(server, `update records set question = '${other}' where ask = '${hit.id}'`)
      states.push((await reverie.feedback({ ask: hit.id, verdict: 'wrong' })).gate.state)
    }
    expect(states).toEqual(['open', 'closed', 'closed'])
    expect(await postgres.run(server, `select class, state from gates where class = ''`)).toEqual([{ class: '', state: 'closed' }])
    expect((await reverie.sleep()).failed).toEqual([])
  })
})
