import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createParser } from '../../adapters/parsers/create-parser.ts'
import { openMemoryStore } from '../../adapters/store/sqlite/open-memory-store.ts'
import type { ScopeId } from '../../spec/ids.ts'
import { bumpRevision } from '../../spec/revision.ts'
import { type Store, statement } from '../../spec/store.ts'
import { scriptedClock } from '../../testing/scripted-clock.ts'
import { openWatchedScope, type WatchedScope } from '../../testing/watched-scope.ts'
import { doubtLate, doubtUnseen } from './doubt-entries.ts'
import { openWatchBoard } from './watch-board.ts'

const parser = createParser()
let store: Store
let scopes = 0

beforeAll(async () => {
  store = await openMemoryStore(scriptedClock())
})
afterAll(async () => {
  await store.close()
  await parser.close()
})

const question = 'When does the harbour close?'
const harbour = '# Harbour\n\nThe harbour closes at nine.\n\nThe harbour opens at six.\n'
const mill = '# Mill\n\nCopper is melted in the mill.\n\nOil is sold there.\n\nThe keeper sleeps upstairs.\n'

async function open(): Promise<{ readonly scope: WatchedScope; readonly id: ScopeId }> {
  const id = `scope-${scopes++}` as ScopeId
  const scope = openWatchedScope(store, parser, id)
  await scope.apply({ file: 0, text: harbour })
  await scope.apply({ file: 1, text: mill })
  await scope.embedOwed(false)
  await scope.watch(question, 1)
  return { scope, id }
}

describe('a change fires the watches it reaches', () => {
  it('an unrelated passage fires none, before and after its vectors are known', async () => {
    const { scope } = await open()
    await scope.apply({ file: 2, text: '# Weather\n\nSnow falls on high ground.\n' })
    await scope.embedOwed(true)
    await scope.apply({ file: 1, text: mill.replace('upstairs', 'in the attic') })
    await scope.embedOwed(true)
    expect(await scope.isDoubted(question)).toBe(false)
  })

  it('a new passage of the same rare words fires at once, while its vectors are owed', async () => {
    const { scope } = await open()
    await scope.apply({ file: 2, text: '# News\n\nIn winter the harbour closes at four.\n' })
    expect(await scope.isDoubted(question)).toBe(true)
  })

  it('a passage it found that is edited in what it found, or removed, fires; one edited elsewhere does not', async () => {
    const edited = await open()
    await edited.scope.apply({ file: 0, text: harbour.replace('at nine', 'at ten') })
    expect(await edited.scope.isDoubted(question)).toBe(true)
    const removed = await open()
    await removed.scope.apply({ file: 0, text: null })
    expect(await removed.scope.isDoubted(question)).toBe(true)
    const moved = await open()
    await moved.scope.embedAhead([['Harbour', 'Snow lies on high ground.']])
    await moved.scope.apply({ file: 0, text: `${harbour}\nSnow lies on high ground.\n` })
    await moved.scope.embedOwed(true)
    expect(await moved.scope.isDoubted(question)).toBe(false)
  })

  it('another title is another search result, though no passage has changed', async () => {
    const { scope } = await open()
    await scope.apply({ file: 1, text: mill.replace('# Mill', '# When the harbour closes') })
    expect(await scope.isDoubted(question)).toBe(true)
  })

  it('says in the log what fired it, and has its question tried again', async () => {
    const { scope, id } = await open()
    const db = store.read
    await store.write([
      statement(
        db.insertInto('questions').values({
          scope: id,
          question,
          text: question,
          normalised: question,
          origins: '[]',
          probability: 1,
          region: '',
          about: '{"kind":"unknown"}',
          pinned: 0,
          dropped: 0,
          asked_count: 0,
          missed_count: 0,
          created_at: 0,
          last_asked_at: null,
          skipped: 'nothing answered',
        }),
      ),
    ])
    await scope.apply({ file: 0, text: harbour.replace('at nine', 'at ten') })
    const entry = await db.selectFrom('entries').select(['entry', 'state']).where('scope', '=', id).executeTakeFirstOrThrow()
    const logged = await db
      .selectFrom('verifications')
      .selectAll()
      .where('scope', '=', id)
      .where('artefact', '=', entry.entry)
      .executeTakeFirst()
    const asked = await db.selectFrom('questions').select('skipped').where('scope', '=', id).executeTakeFirstOrThrow()
    expect([entry.state, logged?.rung, logged?.cause, asked.skipped]).toEqual(['suspect', 'watch-fired', 'file-0.md', null])
  })

  it('doubts a watch that was written while a change was composed without it', async () => {
    const { scope, id } = await open()
    const { revision } = await openWatchBoard(store.read, id)
    await scope.watch('How often does the lantern need oil?', 2)
    await store.write([bumpRevision(store.read, id), doubtUnseen(store.read, id, revision)])
    expect(await scope.isDoubted('How often does the lantern need oil?')).toBe(true)
    expect(await scope.isDoubted(question)).toBe(false)
  })

  it('doubts what was written from a search that a change has overtaken', async () => {
    const { scope, id } = await open()
    const db = store.read
    const { revision } = await openWatchBoard(db, id)
    const entries = [await scope.watch('How often does the lantern need oil?', 2)]
    await store.write([bumpRevision(db, id), ...doubtLate(db, id, entries, revision)])
    expect(await scope.isDoubted('How often does the lantern need oil?')).toBe(false)
    await scope.apply({ file: 2, text: '# Weather\n\nSnow falls on high ground.\n' })
    await store.write([bumpRevision(db, id), ...doubtLate(db, id, entries, revision)])
    expect(await scope.isDoubted('How often does the lantern need oil?')).toBe(true)
  })

  it('keeps one board a scope and reads only what is new', async () => {
    const { scope, id } = await open()
    const board = await openWatchBoard(store.read, id)
    expect(board.size).toBe(1)
    await scope.watch('Where is copper melted?', 2)
    expect((await openWatchBoard(store.read, id)) === board).toBe(true)
    expect(board.size).toBe(2)
  })
})
