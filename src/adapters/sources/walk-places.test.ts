import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealFolders } from '../../spec/folder-seal.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import type { Place, SourceDocument } from '../../spec/source.ts'
import { createFolderSource } from './folder-source.ts'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-places-')))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text = 'Text.'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const source = (paths: readonly string[] = []) =>
  createFolderSource({ root, id: 'folder' as SourceId, scope: 'default' as ScopeId, paths, fileClock: { isRecent: () => false } })

async function listed(places: readonly Place[] | null, paths: readonly string[] = []): Promise<readonly SourceDocument[]> {
  const documents: SourceDocument[] = []
  for await (const change of source(paths).list(places === null ? {} : { places })) {
    if (change.kind === 'present') documents.push(change.document)
  }
  return documents.sort((left, right) => (left.path < right.path ? -1 : 1))
}

const all = (path: string): Place => ({ path, depth: 'all' })
const own = (path: string): Place => ({ path, depth: 'own' })
const pathsAt = async (places: readonly Place[], paths: readonly string[] = []) => (await listed(places, paths)).map(({ path }) => path)

function tree(): void {
  for (const path of ['a.md', 'docs/a.md', 'docs/deep/b.md', 'docs/deep/er/c.md', 'drafts/d.md', 'src/e.ts', 'src/gen/f.ts']) write(path)
  write('.gitignore', 'drafts/\n')
  write('src/.gitignore', 'gen/*\n!gen/kept.ts\n')
  write('src/gen/kept.ts')
  write('node_modules/x/readme.md')
  write('.env', 'A=1')
  symlinkSync(join(root, 'docs'), join(root, 'link'))
}

describe('a listing of some places', () => {
  it('lists a file, a folder with everything in it, or a folder’s own files', async () => {
    tree()
    expect(await pathsAt([all('docs/a.md')])).toEqual(['docs/a.md'])
    expect(await pathsAt([all('docs/deep')])).toEqual(['docs/deep/b.md', 'docs/deep/er/c.md'])
    expect(await pathsAt([own('docs')])).toEqual(['docs/a.md'])
    expect(await pathsAt([own('')])).toEqual(['.gitignore', 'a.md'])
    expect(await pathsAt([all('')])).toEqual((await listed(null)).map(({ path }) => path))
  })

  it('lists nothing that a whole listing would not: ignored, secret, own folders, behind a link, outside, gone', async () => {
    tree()
    const hidden = [
      'drafts',
      'drafts/d.md',
      'src/gen/f.ts',
      'node_modules/x',
      'node_modules/x/readme.md',
      '.env',
      '.git',
      'link/a.md',
      'gone.md',
      'a.md/b',
    ]
    for (const path of hidden) expect([path, await pathsAt([all(path)])]).toEqual([path, []])
    expect(await pathsAt([all('src/gen')])).toEqual(['src/gen/kept.ts'])
  })

  it('lists everything once, however places overlap', async () => {
    tree()
    expect(await pathsAt([all('docs/deep/b.md'), own('docs'), all('docs'), own('docs/deep'), all('docs')])).toEqual([
      'docs/a.md',
      'docs/deep/b.md',
      'docs/deep/er/c.md',
    ])
  })

  it('keeps to the paths the source is of, which may be ignored ones', async () => {
    tree()
    expect(await pathsAt([all('docs/a.md'), all('src/e.ts')], ['docs'])).toEqual(['docs/a.md'])
    expect(await pathsAt([all('drafts/d.md')], ['drafts'])).toEqual(['drafts/d.md'])
    expect(await pathsAt([all('')], ['drafts', 'docs/deep/er'])).toEqual(['docs/deep/er/c.md', 'drafts/d.md'])
    expect(await pathsAt([own('drafts')], ['drafts/d.md'])).toEqual([])
  })

  it('finds with any places what the whole listing has there (property)', async () => {
    tree()
    const whole = await listed(null)
    const place = fc.record({
      path: fc.constantFrom('', 'docs', 'docs/deep', 'docs/deep/er', 'src', 'src/gen', 'a.md', 'docs/a.md', 'drafts', 'src/gen/kept.ts'),
      depth: fc.constantFrom('all' as const, 'own' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 5 }), async (places) => {
        const isAt = ({ path }: SourceDocument) =>
          places.some((one) =>
            one.path === path
              ? true
              : one.depth === 'all'
                ? one.path === '' || path.startsWith(`${one.path}/`)
                : folderOf(path) === one.path,
          )
        expect(await listed(places)).toEqual(whole.filter(isAt))
      }),
      { numRuns: 100 },
    )
  })
})

describe('a sweep', () => {
  it('finds no difference to the seals of its own listing, and exactly the folders that differ afterwards', async () => {
    tree()
    const documents = await listed(null)
    const seals = sealFolders(documents)
    expect(await source().sweep?.(seals)).toMatchObject({ documents: documents.length, differing: [], seals })
    write('docs/deep/b.md', 'Other text.')
    write('new/g.md')
    rmSync(join(root, 'src'), { recursive: true })
    const found = await source().sweep?.(seals)
    expect(found?.differing.toSorted()).toEqual(['docs/deep', 'new', 'src', 'src/gen'])
  })

  it('tells what is skipped, and leaves out what counts as not there', async () => {
    tree()
    const skipped: string[] = []
    const isLeftOut = (path: string) => path === 'docs/a.md'
    const found = await source().sweep?.(new Map(), { onSkip: (path) => skipped.push(path), isLeftOut })
    expect(found?.seals.has('docs')).toBe(false)
    expect(skipped.toSorted()).toEqual(['.env', 'drafts/', 'link', 'node_modules/', 'src/gen/f.ts'])
  })
})

function folderOf(path: string): string {
  return dirname(path) === '.' ? '' : dirname(path)
}
