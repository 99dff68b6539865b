import { ReverieError } from '../spec/errors.ts'
import { sealFolders } from '../spec/folder-seal.ts'
import type { Place, Source, SourceDocument } from '../spec/source.ts'
import type { TestRegistrar } from './test-registrar.ts'

/** One empty source under test and how its content is changed behind its back. */
export interface TestSource {
  readonly source: Source
  put(path: string, text: string): Promise<void>
  remove(path: string): Promise<void>
  close(): Promise<void>
}

export interface SourceSuite extends TestRegistrar {
  createSource(): Promise<TestSource>
}

/**
 * What every `Source` promises, as tests for any runner:
 *
 * ```ts
 * sourceConformance({ describe, it, expect, createSource: async () => ({ source, put, remove, close }) })
 * ```
 */
export function sourceConformance(suite: SourceSuite): void {
  const { describe, it, expect } = suite
  const test = (name: string, body: (one: TestSource) => Promise<void>) =>
    it(name, async () => {
      const one = await suite.createSource()
      try {
        await body(one)
      } finally {
        await one.close()
      }
    })

  describe('source conformance', () => {
    test('an empty source lists nothing', async ({ source }) => {
      expect([...(await listed(source)).keys()]).toEqual([])
    })

    test('every document is listed once, under the path it was given', async ({ source, put }) => {
      const paths = ['a.md', 'guide/b.md', 'guide/deep/c.txt', 'with space.md', 'héllo-日本語.md']
      for (const path of paths) await put(path, `Text of ${path}.`)
      expect([...(await listed(source)).keys()].sort()).toEqual([...paths].sort())
    })

    test('what is read are the bytes that were put, with their size', async ({ source, put }) => {
      const text = '# Título\r\n\r\nLine — “two”\u0301\n'
      await put('a.md', text)
      const content = await source.read('a.md')
      const bytes = 'bytes' in content ? content.bytes : new Uint8Array()
      expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(text)
      expect('document' in content ? content.document.size : -1).toBe(bytes.length)
      expect((await listed(source)).get('a.md')?.size).toBe(bytes.length)
    })

    test('an empty document is a document', async ({ source, put }) => {
      await put('empty.md', '')
      const content = await source.read('empty.md')
      expect('bytes' in content ? content.bytes.length : -1).toBe(0)
      expect((await listed(source)).get('empty.md')?.size).toBe(0)
    })

    test('validators stay while nothing changes', async ({ source, put }) => {
      await put('a.md', 'One.')
      await put('b.md', 'Two.')
      expect(await listed(source)).toEqual(await listed(source))
    })

    test('a validator that was read is never listed for other bytes, however soon and alike', async ({ source, put }) => {
      await put('a.md', 'The limit is 10.')
      await put('b.md', 'Stays.')
      const [a, b] = [await validatorOf(source, 'a.md'), (await listed(source)).get('b.md')]
      await put('a.md', 'The limit is 20.')
      const after = await listed(source)
      expect(after.get('a.md')?.validator === a).toBe(false)
      expect(after.get('b.md')).toEqual(b)
    })

    test('what is removed is neither listed nor read', async ({ source, put, remove }) => {
      await put('a.md', 'One.')
      await put('b.md', 'Two.')
      await remove('a.md')
      expect([...(await listed(source)).keys()]).toEqual(['b.md'])
      expect(await source.read('a.md')).toEqual({ skipped: 'vanished' })
    })

    test('what never was cannot be read', async ({ source }) => {
      expect(await source.read('nothing/here.md')).toEqual({ skipped: 'vanished' })
    })

    test('verify, where there is one, never calls a changed document the same', async ({ source, put, remove }) => {
      if (source.verify === undefined) return
      await put('a.md', 'The limit is 10.')
      const validator = await validatorOf(source, 'a.md')
      expect((await source.verify('a.md', validator)) === 'changed').toBe(false)
      await put('a.md', 'The limit is 20.')
      expect((await source.verify('a.md', validator)) === 'same').toBe(false)
      await remove('a.md')
      expect(await source.verify('a.md', validator)).toBe('changed')
    })

    test('a listing of some places lists at least what is there, as the whole listing does', async ({ source, put }) => {
      for (const path of ['a.md', 'guide/b.md', 'guide/deep/c.md', 'other/d.md']) await put(path, `Text of ${path}.`)
      const whole = await listed(source)
      const some = await listed(source, undefined, [
        { path: 'guide', depth: 'own' },
        { path: 'other', depth: 'all' },
        { path: 'gone', depth: 'all' },
      ])
      for (const path of ['guide/b.md', 'other/d.md']) expect(some.get(path)).toEqual(whole.get(path))
      for (const [path, document] of some) expect(whole.get(path)).toEqual(document)
    })

    test('a sweep, where there is one, finds its own listing unchanged and every folder that differs', async ({ source, put, remove }) => {
      if (source.sweep === undefined) return
      for (const path of ['a.md', 'guide/b.md', 'guide/deep/c.md', 'other/d.md']) await put(path, `Text of ${path}.`)
      const seals = sealFolders((await listed(source)).values())
      const same = await source.sweep(seals)
      expect({ ...same, seals: [...same.seals].sort() }).toEqual({ documents: 4, differing: [], isWhole: true, seals: [...seals].sort() })
      await put('guide/b.md', 'Edited, and longer than before.')
      await remove('other/d.md')
      await put('new/e.md', 'New.')
      expect([...(await source.sweep(seals)).differing].sort()).toEqual(['guide', 'new', 'other'])
    })

    test('an aborted listing ends with an error, not early', async ({ source, put }) => {
      await put('a.md', 'One.')
      const outcome = await listed(source, AbortSignal.abort()).then(
        () => 'completed',
        (error: unknown) => (error instanceof ReverieError ? error.code : 'other'),
      )
      expect(outcome).toBe('aborted')
    })
  })
}

async function validatorOf(source: Source, path: string): Promise<string> {
  const content = await source.read(path)
  if ('skipped' in content) throw new Error(`Expected to read ${path}, but it was skipped as ${content.skipped}.`)
  return content.document.validator
}

async function listed(source: Source, signal?: AbortSignal, places?: readonly Place[]): Promise<ReadonlyMap<string, SourceDocument>> {
  const documents = new Map<string, SourceDocument>()
  const call = { ...(signal === undefined ? {} : { signal }), ...(places === undefined ? {} : { places }) }
  for await (const change of source.list(call)) {
    if (change.kind !== 'present') continue
    if (documents.has(change.document.path)) throw new Error(`Listed twice: ${change.document.path}`)
    documents.set(change.document.path, change.document)
  }
  return documents
}
