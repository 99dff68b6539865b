import { describe, expect, it } from 'vitest'
import type { SourceId } from '../spec/ids.ts'
import { createCorpusFixture } from '../testing/corpus-fixture.ts'
import { scriptedClock } from '../testing/scripted-clock.ts'
import { checkSource } from './check-source.ts'
import { documentId } from './corpus-ids.ts'
import { documentByPath } from './documents.ts'
import { knownDocuments } from './known-documents.ts'
import { type OverlayDocument, overlayDocument } from './overlay-document.ts'
import { passagesOf } from './passages.ts'
import { loadStoredDocument } from './stored-document.ts'
import { sync } from './sync.ts'
import { verifyDocument } from './verify-document.ts'

const folder = 'folder' as SourceId
const unhurried = { clock: scriptedClock(), budgetMs: 1000 }

describe('an ask’s look at a source', () => {
  it('finds what changed by bytes, plans it with the ids a sync will give, and writes nothing', async () => {
    await using fixture = await createCorpusFixture()
    const { context, store, scope } = fixture
    for (const name of ['a', 'b', 'c', 'd'])
      fixture.write(`${name}.md`, `# ${name}\n\nText of ${name} as it was.\n\n## More\n\nMore of ${name}.\n`)
    await sync(context, fixture.folder())
    fixture.write('a.md', '# a\n\nText of a as it is now.\n\n## More\n\nMore of a.\n')
    fixture.write('b.md', '# b\n\nText of b as it was.\n\n## More\n\nMore of b.\n')
    fixture.remove('c.md')
    fixture.write('e.md', '# e\n\nNew.\n')
    const token = await store.changeToken()
    const source = fixture.folder()
    const check = await checkSource(source, await knownDocuments(store, scope, folder), unhurried)
    expect([check.changed, check.added].map((documents) => documents.map((document) => document.path))).toEqual([['a.md'], ['e.md']])
    expect([check.removed, check.unchecked]).toEqual([['c.md'], 0])
    const plans: OverlayDocument[] = []
    for (const { path } of [...check.changed, ...check.added]) {
      const content = await source.read(path)
      if ('skipped' in content) throw new Error(`${path} was skipped as ${content.skipped}`)
      const parsed = await context.parser.parse({ path, bytes: content.bytes })
      const stored = await loadStoredDocument(store.read, scope, documentId(scope, folder, path))
      plans.push(overlayDocument({ scope, source: folder, document: content.document, parsed, stored: stored?.passages ?? [] }))
    }
    expect(await store.changeToken()).toBe(token)
    await sync(context, source)
    for (const plan of plans) {
      const document = await documentByPath(store, scope, plan.path)
      expect(plan.projection).toBe(document?.projection)
      const stored = await passagesOf(store, scope, plan.id)
      expect(plan.passages.map((passage) => [passage.id, passage.version])).toEqual(stored.map((passage) => [passage.id, passage.version]))
    }
  })

  it('stops when its time is up and says how many documents it did not reach', async () => {
    await using fixture = await createCorpusFixture()
    for (let at = 0; at < 200; at++) fixture.write(`n${at}.md`, 'x')
    const source = fixture.folder()
    const known = new Map<string, { validator: string; digest: never }>()
    for await (const change of source.list()) {
      if (change.kind === 'present') known.set(change.document.path, { validator: change.document.validator, digest: 'x' as never })
    }
    const clock = {
      now: () => 0,
      monotonic: (() => {
        let time = 0
        return () => (time += 30)
      })(),
    }
    const check = await checkSource(source, known, { clock, budgetMs: 50 })
    expect(check).toEqual({ changed: [], added: [], removed: [], unchecked: 200 - 128 })
    expect((await checkSource(source, known, unhurried)).unchecked).toBe(0)
  })

  it('tells a stored document that is the same, touched, changed or gone', async () => {
    await using fixture = await createCorpusFixture()
    fixture.write('a.md', '# a\n\nText.\n')
    await sync(fixture.context, fixture.folder())
    const stored = await documentByPath(fixture.store, fixture.scope, 'a.md')
    if (stored === null) throw new Error('not stored')
    const source = fixture.folder()
    expect(await verifyDocument(source, stored)).toBe('same')
    fixture.write('a.md', '# a\n\nText.\n')
    expect(await source.verify?.(stored.path, stored.validator)).toBe('changed')
    expect(await verifyDocument(source, stored)).toBe('same')
    fixture.write('a.md', '# a\n\nOther.\n')
    expect(await verifyDocument(source, stored)).toBe('changed')
    fixture.remove('a.md')
    expect(await verifyDocument(source, stored)).toBe('gone')
  })
})
