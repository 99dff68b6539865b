import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../adapters/store/sqlite/open-sqlite-store.ts'
import { askedStatement } from '../../predict/questions-table.ts'
import { systemClock } from '../../spec/clock.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { questionDigest } from '../../spec/normalise-question.ts'
import { type Statement, statement } from '../../spec/store.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'
import { answeredSince } from './unanswered.ts'

const readme = '# Lantern\n\nLantern is a small job queue.\n\n## Limits\n\nA job may run for at most 15 minutes.\n'
const missed = 'How do I encrypt the queue file with a passphrase?'
const near = 'For how long may a job run?'

test('a question that something prepared answered waits for no answer, one that was missed does', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-diff-')))
  const { name, model, dimensions } = createHashingEmbedder()
  const open = () => openReverie({ folder, embedder: { name, model, dimensions } })
  writeFileSync(join(folder, 'README.md'), readme)
  {
    await using reverie = await open()
    await reverie.sleep()
    expect((await reverie.ask({ question: near })).served).toBe('hit')
    expect((await reverie.ask({ question: missed })).served).toBe('none')
  }
  writeFileSync(
    join(folder, 'more.md'),
    '# More\n\nFor how long may a job run? A job may run for one hour.\n\nTo encrypt the queue file with a passphrase, run `lantern encrypt --passphrase`.\n',
  )
  await using reverie = await open()
  expect((await reverie.diff()).possible.map(({ question }) => question)).toEqual([missed])
  rmSync(folder, { recursive: true })
})

test('a miss counts until the question is answered', async () => {
  const store = await openSqliteStore({ path: ':memory:', clock: systemClock })
  const db = store.read
  const scope = 'default' as ScopeId
  const ask = (question: string, served: 'hit' | 'live' | 'none', at: number): readonly Statement[] => [
    askedStatement(db, scope, question, served !== 'hit', at),
    statement(
      db.insertInto('records').values({
        scope,
        ask: `${question} ${at}`,
        at,
        question,
        served,
        entry: served === 'hit' ? 'e' : null,
        prepared_by: null,
        answer: '{}',
        decision: '{}',
      }),
    ),
  ]
  await store.write([
    statement(db.insertInto('scopes').values({ scope, revision: 0, created_at: 0 })),
    ...ask('first missed, then answered', 'none', 1),
    ...ask('First missed, then answered?', 'hit', 2),
    ...ask('first answered, then missed', 'hit', 3),
    ...ask('first answered, then missed', 'live', 4),
    ...ask('missed', 'none', 5),
    ...ask('answered', 'hit', 6),
  ])
  expect(await answeredSince(store, scope)).toEqual(new Set([questionDigest('first missed, then answered')]))
  await store.close()
})
