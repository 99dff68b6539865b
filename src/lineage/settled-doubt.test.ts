import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createParser } from '../adapters/parsers/create-parser.ts'
import { findScope } from '../corpus/scopes.ts'
import type { EntryId } from '../spec/ids.ts'
import type { Parser } from '../spec/parser.ts'
import { createMarkedCorpus, type MarkedCorpus } from '../testing/marked-corpus.ts'
import { settledDoubt } from './settled-doubt.ts'

const guide = '# Lantern\n\n## Limits\n\nThe queue holds 5000 jobs.\n'

let parser: Parser
beforeAll(() => {
  parser = createParser()
})
afterAll(() => parser.close())

/** An entry doubted because what it cites stands under another heading, and the revision at which it is so. */
async function doubted(): Promise<{ readonly corpus: MarkedCorpus; readonly entry: EntryId; readonly revision: number }> {
  const corpus = await createMarkedCorpus({ parser })
  await corpus.change({ 'guide.md': guide })
  const entry = await corpus.file('it', ['The queue holds 5000 jobs.'])
  await corpus.change({ 'guide.md': guide.replace('Limits', 'Former limits') })
  return { corpus, entry, revision: (await findScope(corpus.store.read, corpus.scope))?.revision ?? -1 }
}

describe('the outcome of a check', () => {
  it.each([
    [true, 'fresh', 0, 'watch-held'],
    [false, 'stale', 1, 'withdrawn'],
  ] as const)('that holds (%s) leaves the entry %s', async (holds, state, doubt, rung) => {
    const { corpus, entry, revision } = await doubted()
    await using _ = corpus
    const { store, scope } = corpus
    await store.write(settledDoubt(store.read, { scope, entry, holds, isList: false, revision, cause: '', by: 'ask', at: 9 }))
    expect(await corpus.entry('it')).toMatchObject({ state, doubted: doubt })
    expect(await corpus.rung('it')).toBe(rung)
    if (!holds) return
    // Pinned where it stands now: the next change of the file raises the doubt no more.
    await corpus.change({ 'guide.md': `${guide.replace('Limits', 'Former limits')}\nMore.\n` })
    expect((await corpus.entry('it')).state).toBe(state)
  })

  it('settles nothing once another document has changed', async () => {
    const { corpus, entry, revision } = await doubted()
    await using _ = corpus
    const { store, scope } = corpus
    await corpus.change({ 'other.md': '# Other\n\nThe queue holds 7000 jobs.\n' })
    await store.write(settledDoubt(store.read, { scope, entry, holds: true, isList: false, revision, cause: '', by: 'ask', at: 9 }))
    expect(await corpus.entry('it')).toMatchObject({ state: 'suspect', doubted: 1 })
    expect(await corpus.rung('it')).toBe('place-changed')
  })
})
