import { afterAll, describe, expect, it } from 'vitest'
import { createParser } from '../adapters/parsers/create-parser.ts'
import { createMemorySource } from '../adapters/sources/memory-source.ts'
import type { SourceId } from '../spec/ids.ts'
import { createCorpusFixture } from '../testing/corpus-fixture.ts'
import { documentByPath, liveDocuments } from './documents.ts'
import { passagesOf } from './passages.ts'
import { putDocument, removePushed } from './put-document.ts'
import { sync } from './sync.ts'

const parser = createParser()
afterAll(() => parser.close())

const memory = 'memory' as SourceId

describe('pushed documents', () => {
  it('are stored with text and passages when the push resolves; the same push again writes nothing', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const { context, store, scope } = fixture
    await putDocument(context, scope, memory, { id: 'notes/a.md', text: '# A\n\nThe port is 3000.\n', version: '1' })
    const document = await documentByPath(store, scope, 'notes/a.md')
    expect(document?.title).toBe('A')
    const token = await store.changeToken()
    await putDocument(context, scope, memory, { id: 'notes/a.md', text: '# A\n\nThe port is 3000.\n', version: '1' })
    expect(await store.changeToken()).toBe(token)
    const other = await fixture.openAnother()
    const content = await createMemorySource({ store: other, id: memory, scope }).read('notes/a.md')
    expect('bytes' in content && new TextDecoder().decode(content.bytes)).toBe('# A\n\nThe port is 3000.\n')
  })

  it('keep their passages through an edit, a removal and a return', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const { context, store, scope } = fixture
    const idsOf = async () => {
      const document = await documentByPath(store, scope, 'a.md')
      return document === null ? [] : (await passagesOf(store, scope, document.id)).map((passage) => passage.id)
    }
    await putDocument(context, scope, memory, { id: 'a.md', text: '# A\n\nThe port is 3000.\n' })
    const before = await idsOf()
    await putDocument(context, scope, memory, { id: 'a.md', text: '# A\n\nThe port is 4000.\n' })
    expect(await idsOf()).toEqual(before)
    await removePushed(context, scope, memory, 'a.md')
    expect(await idsOf()).toEqual([])
    const rows = await store.read.selectFrom('documents').select(['content', 'state']).execute()
    expect(rows).toEqual([{ content: null, state: 'dormant' }])
    await removePushed(context, scope, memory, 'a.md')
    await putDocument(context, scope, memory, { id: 'a.md', text: '# A\n\nThe port is 3000.\n' })
    expect(await idsOf()).toEqual(before)
  })

  it('are left alone by a sync: an absent pusher deletes nothing', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const { context, store, scope } = fixture
    fixture.write('file.md', '# File\n\nText.\n')
    await putDocument(context, scope, memory, { id: 'a.md', text: '# A\n\nText.\n' })
    await sync(context, fixture.folder())
    const token = await store.changeToken()
    const receipt = await sync(context, createMemorySource({ store, id: memory, scope }))
    expect(receipt.documents).toMatchObject({ total: 2, unchanged: 1, removed: 0 })
    expect((await liveDocuments(store, scope)).map((document) => document.path).sort()).toEqual(['a.md', 'file.md'])
    expect(await store.changeToken()).not.toBe(token)
  })

  it('are parsed anew from their kept text when the parser is another', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const { context, store, scope } = fixture
    await putDocument(context, scope, memory, { id: 'a.md', text: '# A\n\nText.\n' })
    const source = createMemorySource({ store, id: memory, scope })
    const receipt = await sync({ ...context, parser: { ...context.parser, version: 'next' } }, source)
    expect(receipt.documents.changed).toBe(1)
    expect(await source.read('a.md')).toHaveProperty('bytes')
  })

  it('never store a credential, in the text kept either', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const { context, store, scope } = fixture
    const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`
    await putDocument(context, scope, memory, { id: 'a.md', text: `# A\n\nUse ${token} to log in.\n` })
    const everything = [
      ...(await store.read.selectFrom('documents').select('content as text').execute()),
      ...(await store.read.selectFrom('versions').select('text').execute()),
    ]
    expect(everything.some(({ text }) => text?.includes(token))).toBe(false)
    const source = createMemorySource({ store, id: memory, scope })
    expect((await sync({ ...context, parser: { ...context.parser, version: 'next' } }, source)).documents.changed).toBe(1)
  })

  it('may be pushed at once; one whole push stands', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const { context, store, scope } = fixture
    const texts = ['one', 'two', 'three', 'four'].map((word) => `# A\n\nThe word is ${word}.\n`)
    await Promise.all(texts.map((text) => putDocument(context, scope, memory, { id: 'a.md', text })))
    const content = await createMemorySource({ store, id: memory, scope }).read('a.md')
    const kept = 'bytes' in content ? new TextDecoder().decode(content.bytes) : ''
    expect(texts).toContain(kept)
    const document = await documentByPath(store, scope, 'a.md')
    const passages = document === null ? [] : await passagesOf(store, scope, document.id)
    expect(kept).toContain(passages.at(-1)?.text)
  })

  it('need an id', async () => {
    await using fixture = await createCorpusFixture({ parser })
    const put = (id: string) => putDocument(fixture.context, fixture.scope, memory, { id, text: 'x' })
    await expect(put(' ')).rejects.toMatchObject({ code: 'bad-argument' })
    await expect(put('x'.repeat(2000))).rejects.toMatchObject({ code: 'bad-argument' })
  })
})
