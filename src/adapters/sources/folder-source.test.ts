import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import { createFolderSource, type FolderSourceOptions } from './folder-source.ts'

let base = ''
let root = ''

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-folder-')))
  root = join(base, 'root')
  mkdirSync(root)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

function write(path: string, content: string | Uint8Array = 'text'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

function source(options: Partial<FolderSourceOptions> = {}) {
  return createFolderSource({ root, id: 'folder' as SourceId, scope: 'default' as ScopeId, ...options })
}

async function walk(options: Partial<FolderSourceOptions> = {}, one = source(options)) {
  const present: string[] = []
  const skipped: Record<string, string> = {}
  for await (const change of one.list()) {
    if (change.kind === 'present') present.push(change.document.path)
    else skipped[change.path] = change.reason
  }
  return { present: present.sort(), skipped }
}

describe('what is read', () => {
  it('skips secrets, binaries, generated and oversized files, and says which', async () => {
    for (const path of ['.env', '.env.production', 'config/prod.env', 'id_rsa', 'tls/server.key', '.npmrc', '.aws/config', 'credentials'])
      write(path)
    for (const path of ['.env.example', 'README.md', 'src/credentials/store.ts', 'src/env.ts']) write(path)
    write('logo.png')
    write('package-lock.json')
    write('dist.min.js')
    write('huge.md', 'x'.repeat(2000))
    const { present, skipped } = await walk({ maxFileBytes: 1000 })
    expect(present).toEqual(['.env.example', 'README.md', 'src/credentials/store.ts', 'src/env.ts'])
    expect(skipped).toEqual({
      '.env': 'secret',
      '.env.production': 'secret',
      'config/prod.env': 'secret',
      id_rsa: 'secret',
      'tls/server.key': 'secret',
      '.npmrc': 'secret',
      '.aws/': 'secret',
      credentials: 'secret',
      'logo.png': 'binary',
      'package-lock.json': 'ignored',
      'dist.min.js': 'ignored',
      'huge.md': 'too-large',
    })
  })

  it('never reads a secret, even when asked for it by name', async () => {
    write('.env', 'TOKEN=abc')
    expect(await source().read('.env')).toEqual({ skipped: 'secret' })
    expect((await walk({ paths: ['.env'] })).skipped).toEqual({ '.env': 'secret' })
  })

  it('tells binaries by their bytes and does not offer them again until they change', async () => {
    write('data', new Uint8Array([1, 2, 0, 3]))
    write('utf16.txt', new Uint8Array([0xff, 0xfe, 0x41, 0x00]))
    const one = source({ fileClock: { isRecent: () => false } })
    expect((await walk({}, one)).present).toEqual(['data', 'utf16.txt'])
    expect(await one.read('data')).toEqual({ skipped: 'binary' })
    expect(await one.read('utf16.txt')).toHaveProperty('bytes')
    expect(await walk({}, one)).toEqual({ present: ['utf16.txt'], skipped: { data: 'binary' } })
    write('data', 'now it is text')
    expect((await walk({}, one)).present).toEqual(['data', 'utf16.txt'])
  })

  it('walks past installed packages from above, and into them when they are the root or named', async () => {
    write('index.ts')
    write('node_modules/zod/src/a.ts')
    write('node_modules/zod/node_modules/dep/b.ts')
    write('.git/config')
    write('.reverie/reverie.db')
    expect(await walk()).toEqual({ present: ['index.ts'], skipped: { 'node_modules/': 'ignored' } })
    const named = await walk({ paths: ['node_modules/zod'] })
    expect(named).toEqual({ present: ['node_modules/zod/src/a.ts'], skipped: { 'node_modules/zod/node_modules/': 'ignored' } })
    const rooted = createFolderSource({ root: join(root, 'node_modules/zod'), id: 'folder' as SourceId, scope: 'default' as ScopeId })
    expect((await walk({}, rooted)).present).toEqual(['src/a.ts'])
  })

  it('reads only the named paths, each file once', async () => {
    for (const path of ['docs/a.md', 'docs/guide/b.md', 'docs-old/c.md', 'src/d.ts', 'e.md']) write(path)
    expect((await walk({ paths: ['docs', 'docs/guide', 'e.md'] })).present).toEqual(['docs/a.md', 'docs/guide/b.md', 'e.md'])
    expect(await walk({ paths: ['gone'] })).toEqual({ present: [], skipped: { gone: 'vanished' } })
  })
})

describe('links and special files', () => {
  it('follows no link, out of the root or inside it', async () => {
    writeFileSync(join(base, 'outside.md'), 'outside')
    mkdirSync(join(base, 'elsewhere'))
    writeFileSync(join(base, 'elsewhere/x.md'), 'x')
    write('docs/a.md')
    symlinkSync(join(base, 'outside.md'), join(root, 'out.md'))
    symlinkSync(join(base, 'elsewhere'), join(root, 'out-folder'))
    symlinkSync('docs/a.md', join(root, 'in.md'))
    symlinkSync('docs', join(root, 'in-folder'))
    symlinkSync('nothing', join(root, 'dangling.md'))
    symlinkSync('loop', join(root, 'loop'))
    expect(await walk()).toEqual({
      present: ['docs/a.md'],
      skipped: {
        'out.md': 'outside-root',
        'out-folder': 'outside-root',
        'in.md': 'ignored',
        'in-folder': 'ignored',
        'dangling.md': 'unreadable',
        loop: 'unreadable',
      },
    })
    const one = source()
    expect(await one.read('out.md')).toEqual({ skipped: 'outside-root' })
    expect(await one.read('out-folder/x.md')).toEqual({ skipped: 'outside-root' })
    expect(await one.read('in-folder/a.md')).toEqual({ skipped: 'ignored' })
    expect(await one.read('../outside.md')).toEqual({ skipped: 'outside-root' })
    expect(await one.read('docs/../../outside.md')).toEqual({ skipped: 'outside-root' })
  })

  it('is not fooled by a folder that becomes a link out of the root after it was listed', async () => {
    write('docs/a.md')
    mkdirSync(join(base, 'elsewhere'))
    writeFileSync(join(base, 'elsewhere/a.md'), 'outside')
    const one = source()
    expect((await walk({}, one)).present).toEqual(['docs/a.md'])
    renameSync(join(root, 'docs'), join(root, 'moved'))
    symlinkSync(join(base, 'elsewhere'), join(root, 'docs'))
    expect(await one.read('docs/a.md')).toEqual({ skipped: 'outside-root' })
  })

  it('takes a root that is itself a link', async () => {
    write('a.md')
    symlinkSync(root, join(base, 'link'))
    const one = createFolderSource({ root: join(base, 'link'), id: 'folder' as SourceId, scope: 'default' as ScopeId })
    expect((await walk({}, one)).present).toEqual(['a.md'])
    expect(await one.read('a.md')).toHaveProperty('bytes')
  })

  it('skips pipes and sockets without waiting on them', async () => {
    write('a.md')
    execFileSync('mkfifo', [join(root, 'pipe.md')])
    const server = createServer().listen(join(root, 'socket.md'))
    await new Promise((resolve) => server.once('listening', resolve))
    expect(await walk()).toEqual({ present: ['a.md'], skipped: { 'pipe.md': 'unreadable', 'socket.md': 'unreadable' } })
    expect(await source().read('pipe.md')).toEqual({ skipped: 'unreadable' })
    await new Promise((resolve) => server.close(resolve))
  })

  it.skipIf(process.getuid?.() === 0)('says what it may not read and goes on', async () => {
    write('a.md')
    write('closed/b.md')
    write('c.md')
    chmodSync(join(root, 'closed'), 0)
    chmodSync(join(root, 'c.md'), 0)
    expect(await walk()).toEqual({ present: ['a.md', 'c.md'], skipped: { 'closed/': 'unreadable' } })
    expect(await source().read('c.md')).toEqual({ skipped: 'unreadable' })
    chmodSync(join(root, 'closed'), 0o755)
  })

  it('rejects a root that is not there, instead of finding it empty', async () => {
    const one = createFolderSource({ root: join(root, 'nothing'), id: 'folder' as SourceId, scope: 'default' as ScopeId })
    await expect(walk({}, one)).rejects.toThrow(ReverieError)
    write('file.md')
    await expect(walk({}, createFolderSource({ root: join(root, 'file.md'), id: 'f' as SourceId, scope: 's' as ScopeId }))).rejects.toThrow(
      'folder',
    )
  })
})

describe('names and stamps', () => {
  it('takes names as they are: case, composed and decomposed letters, spaces, brackets', async () => {
    const names = ['Café.md', 'Cafe\u0301.md', 'README.md', 'readme.md', ' leading.md', 'a [b] (c)!.md', '#hash.md', '!bang.md']
    for (const name of names) write(name)
    write('.gitignore', 'nothing-matches\n')
    const { present } = await walk()
    expect(present.filter((path) => path !== '.gitignore')).toEqual([...names].sort())
  })

  it('marks what changed within the stamps’ grain, so that an edit leaving all stamps equal is still found', async () => {
    write('a.md', 'The limit is 10.')
    const recent = source({ fileClock: { isRecent: () => true } })
    const settled = source({ fileClock: { isRecent: () => false } })
    const [first] = [await recent.read('a.md')]
    const marked = 'document' in first ? first.document.validator : ''
    const plain = await settled.read('a.md')
    const listed: string[] = []
    for await (const change of recent.list()) if (change.kind === 'present') listed.push(change.document.validator)
    expect(listed).toEqual(['document' in plain ? plain.document.validator : ''])
    expect(listed).not.toEqual([marked])
    expect(await recent.verify?.('a.md', marked)).toBe('unknown')
    expect(await recent.verify?.('a.md', listed[0] ?? '')).toBe('same')
  })

  it('counts a file just written as recent by the file system’s own clock, and an old one as settled', async () => {
    write('new.md')
    const content = await source().read('new.md')
    expect('document' in content && content.document.validator.endsWith('~')).toBe(true)
    const unwritable = createFolderSource({ root, id: 'f' as SourceId, scope: 's' as ScopeId, clockFolder: join(base, 'nothing') })
    const other = await unwritable.read('new.md')
    expect('document' in other && other.document.validator.endsWith('~')).toBe(true)
  })

  it('reads hard links, which are files like others', async () => {
    write('a.md', 'same')
    linkSync(join(root, 'a.md'), join(root, 'b.md'))
    expect((await walk()).present).toEqual(['a.md', 'b.md'])
  })

  it('holds the thread for short slices only', async () => {
    for (let at = 0; at < 1500; at++) write(`f${at % 7}/n${at}.md`)
    let turns = 0
    let isDone = false
    const count = () => {
      turns++
      if (!isDone) setImmediate(count)
    }
    setImmediate(count)
    expect((await walk({ sliceMs: 0 })).present.length).toBe(1500)
    isDone = true
    expect(turns).toBeGreaterThan(1)
  })
})
