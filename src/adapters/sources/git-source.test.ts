import { execFileSync } from 'node:child_process'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import type { Source } from '../../spec/source.ts'
import { createGitFixture, hasGit } from '../../testing/git-fixture.ts'
import { codeOf } from '../../testing/store-fixture.ts'
import { createFolderSource } from './folder-source.ts'
import { openGitObjects } from './git-objects.ts'
import { readGitRange } from './git-revision.ts'
import { createGitSource, type GitSourceOptions } from './git-source.ts'
import { changedSinceCommit, listGitTree } from './git-tree.ts'

const own = { id: 'folder' as SourceId, scope: 'default' as ScopeId }

async function atHead(root: string, options: Partial<GitSourceOptions> = {}) {
  const range = await readGitRange(root, 'HEAD')
  return createGitSource({ ...own, root, commit: range.from, ...options })
}

/** What a source lists, as lines. */
async function listed(source: Source): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const change of source.list()) {
    lines.push(change.kind === 'present' ? change.document.path : `${change.path} (${change.reason})`)
  }
  return lines.sort()
}

const tree: Readonly<Record<string, string | Uint8Array>> = {
  'README.md': '# Readme\n',
  '.gitignore': 'build/\n*.log\n!keep.log\n',
  '.reverieignore': 'private/*\n!private/open.md\n',
  'a.log': 'x\n',
  'keep.log': 'x\n',
  'build/out.md': 'x\n',
  'build/deep/out.md': 'x\n',
  'private/secret.md': 'x\n',
  'private/open.md': 'x\n',
  'docs/guide.md': '# Guide\n',
  'docs/.gitignore': '/draft.md\n!a.log\n',
  'docs/draft.md': 'x\n',
  'docs/a.log': 'x\n',
  'docs/deep/draft.md': 'x\n',
  'node_modules/pkg/index.md': 'x\n',
  '.env': 'KEY=1\n',
  '.env.example': 'KEY=\n',
  'keys/id_rsa': 'x\n',
  '.ssh/config': 'x\n',
  'picture.png': new Uint8Array([1, 0, 2]),
  'package-lock.json': '{}\n',
  'large.md': 'x'.repeat(3_000),
  'with "quotes" and\ttabs.md': 'x\n',
  'ünïcödé.md': 'x\n',
}

describe.skipIf(!hasGit)('a source over a commit (needs git)', () => {
  test.each([
    ['everything', []],
    ['a folder', ['docs']],
    ['an ignored folder that is named', ['build', 'docs/draft.md']],
    ['a folder and what is in it', ['docs', 'docs/deep']],
    ['a secret that is named', ['.env', 'README.md']],
  ])('lists what the folder source lists of its checkout: %s', async (_, paths) => {
    using fixture = createGitFixture()
    fixture.write(tree)
    symlinkSync('README.md', join(fixture.root, 'link.md'))
    fixture.commit('all')
    const options = { paths, ignore: ['docs/deep'], maxFileBytes: 2_000 }
    await using source = await atHead(fixture.root, options)
    expect(await listed(source)).toEqual(await listed(createFolderSource({ ...own, root: fixture.root, ...options })))
  })

  test('reads bytes, and says of what it does not read why', async () => {
    using fixture = createGitFixture()
    fixture.write({ 'a.md': 'á\r\n', 'empty.md': '', 'binary.md': new Uint8Array([65, 0, 66]), 'large.md': 'x'.repeat(200_000) })
    fixture.commit('all')
    fixture.write({ 'a.md': 'changed since\n' })
    await using source = await atHead(fixture.root, { maxFileBytes: 100_000 })
    const read = async (path: string) => {
      const found = await source.read(path)
      return 'skipped' in found ? found.skipped : new TextDecoder().decode(found.bytes)
    }
    expect(await Promise.all(['a.md', 'empty.md', 'binary.md', 'large.md', 'none.md'].map(read))).toEqual([
      'á\r\n',
      '',
      'binary',
      'too-large',
      'vanished',
    ])
  })

  test('validators are equal between commits exactly where the bytes are', async () => {
    using fixture = createGitFixture()
    fixture.write({ 'a.md': 'one\n', 'b.md': 'two\n' })
    fixture.commit('first')
    fixture.write({ 'b.md': 'three\n' })
    fixture.commit('second')
    const range = await readGitRange(fixture.root, 'HEAD~1..HEAD')
    if (range.kind !== 'commits') throw new Error('two commits were asked for')
    const validators = await Promise.all(
      [range.from, range.to].map(async (commit) => {
        await using source = createGitSource({ ...own, root: fixture.root, commit })
        const found = new Map<string, string>()
        for await (const change of source.list()) if (change.kind === 'present') found.set(change.document.path, change.document.validator)
        return found
      }),
    )
    expect(validators[0]?.get('a.md')).toBe(validators[1]?.get('a.md'))
    expect(validators[0]?.get('b.md')).not.toBe(validators[1]?.get('b.md'))
  })

  test('works from a folder inside the work tree, with the rules above it', async () => {
    using fixture = createGitFixture()
    fixture.write({ '.gitignore': '*.tmp.md\n', 'docs/a.md': 'x\n', 'docs/b.tmp.md': 'x\n', 'other.md': 'x\n' })
    fixture.commit('all')
    await using source = await atHead(join(fixture.root, 'docs'))
    expect(await listed(source)).toEqual(['a.md', 'b.tmp.md (ignored)'])
    expect(await source.read('a.md')).toMatchObject({ document: { path: 'a.md', size: 2 } })
  })

  test('heeds a .reverieignore that git does not track', async () => {
    using fixture = createGitFixture()
    fixture.write({ 'a.md': 'x\n', 'b.md': 'x\n' })
    fixture.commit('all')
    fixture.write({ '.reverieignore': 'b.md\n' })
    await using source = await atHead(fixture.root)
    expect(await listed(source)).toEqual(['a.md', 'b.md (ignored)'])
  })

  test('names that are not UTF-8 are listed as unreadable, modules as outside', async () => {
    using fixture = createGitFixture()
    fixture.write({ 'a.md': 'x\n' })
    fixture.commit('first')
    const blob = fixture.git('hash-object', '-w', 'a.md')
    const entries = Buffer.concat([
      Buffer.from(`100644 blob ${blob}\tcaf\xe9.md\0`, 'latin1'),
      Buffer.from(`160000 commit ${fixture.git('rev-parse', 'HEAD')}\tmodule\0`),
    ])
    const options = { cwd: fixture.root, input: entries, encoding: 'utf8' as const }
    const id = execFileSync('git', ['mktree', '-z', '--missing'], options).trim()
    const commit = fixture.git('commit-tree', id, '-m', 'odd')
    const range = await readGitRange(fixture.root, commit)
    await using source = createGitSource({ ...own, root: fixture.root, commit: range.from })
    expect(await listed(source)).toEqual(['caf\ufffd.md (unreadable)', 'module (outside-root)'])
  })

  test('a blob this clone does not have is unreadable, and those after it are read', async () => {
    using fixture = createGitFixture()
    fixture.write({ 'a.md': 'lost\n', 'b.md': 'kept\n' })
    fixture.commit('all')
    const blob = fixture.git('rev-parse', 'HEAD:a.md')
    rmSync(join(fixture.root, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true })
    await using source = await atHead(fixture.root)
    expect(await listed(source)).toEqual(['a.md', 'b.md'])
    expect(await source.read('a.md')).toEqual({ skipped: 'unreadable' })
    expect(await source.read('b.md')).toMatchObject({ bytes: new TextEncoder().encode('kept\n') })
  })

  test('what is no blob ends the reader, which starts again', async () => {
    using fixture = createGitFixture()
    fixture.write({ 'a.md': 'x\n' })
    const commit = fixture.commit('all')
    await using objects = openGitObjects(fixture.root)
    expect(await objects.read(commit)).toBe(null)
    expect(await objects.read('no such thing')).toBe(null)
    expect(await objects.read(fixture.git('rev-parse', 'HEAD:a.md'))).toEqual(new TextEncoder().encode('x\n'))
  })

  test('an empty tree lists nothing', async () => {
    using fixture = createGitFixture()
    fixture.commit('nothing')
    const [commit] = [fixture.git('rev-parse', 'HEAD')]
    expect(await listGitTree(fixture.root, commit ?? '')).toEqual([])
  })

  test('says what differs from the working tree, new files included and ignored ones not', async () => {
    using fixture = createGitFixture()
    fixture.write({ 'docs/a.md': 'x\n', 'docs/b.md': 'x\n', 'docs/same.md': 'x\n', '.gitignore': 'no.md\n' })
    const commit = fixture.commit('all')
    fixture.write({ 'docs/a.md': 'y\n', 'docs/new ü.md': 'x\n', 'docs/no.md': 'x\n', 'outside.md': 'x\n' })
    rmSync(join(fixture.root, 'docs/b.md'))
    expect([...(await changedSinceCommit(join(fixture.root, 'docs'), commit))].sort()).toEqual(['a.md', 'b.md', 'new ü.md'])
  })
})

describe.skipIf(!hasGit)('a range of git (needs git)', () => {
  test('two dots, three dots, one revision and sides left out', async () => {
    using fixture = createGitFixture()
    const root = fixture.commit('root')
    fixture.git('checkout', '--quiet', '-b', 'side')
    const side = fixture.commit('side')
    fixture.git('checkout', '--quiet', 'main')
    const head = fixture.commit('head')
    const ids = async (text: string) => {
      const range = await readGitRange(fixture.root, text)
      return range.kind === 'commits' ? [range.from.id, range.to.id] : [range.from.id]
    }
    expect(await ids('main..side')).toEqual([head, side])
    expect(await ids('main...side')).toEqual([root, side])
    expect(await ids('side..')).toEqual([side, head])
    expect(await ids('..side')).toEqual([head, side])
    expect(await ids('side')).toEqual([side])
  })

  test.each([
    ['nowhere', /knows no revision "nowhere"/],
    ['main..nowhere', /knows no revision "nowhere"/],
    ['--output=/tmp/x', /Expected a git revision/],
    ['main..-x', /Expected a git revision/],
    ['a\nb', /Expected a git revision/],
    ['main:a.md', /knows no revision/],
  ])('refuses %j', async (text, message) => {
    using fixture = createGitFixture()
    fixture.write({ 'a.md': 'x\n' })
    fixture.commit('all')
    await expect(readGitRange(fixture.root, text)).rejects.toThrow(message)
    expect(await codeOf(readGitRange(fixture.root, text))).toBe('bad-argument')
  })

  test('says so where the folder is no work tree', async () => {
    using fixture = createGitFixture()
    rmSync(join(fixture.root, '.git'), { recursive: true })
    await expect(readGitRange(fixture.root, 'HEAD')).rejects.toThrow(/Expected a git work tree/)
  })

  test('in a shallow clone it says how to get what is missing', async () => {
    using fixture = createGitFixture()
    const first = fixture.commit('first')
    writeFileSync(join(fixture.root, 'a.md'), 'x\n')
    fixture.commit('second')
    const clone = `${fixture.root}-clone`
    fixture.git('clone', '--quiet', '--depth', '1', `file://${fixture.root}`, clone)
    using shallow = createGitFixture(clone)
    await expect(readGitRange(shallow.root, `${first}..HEAD`)).rejects.toMatchObject({
      code: 'bad-argument',
      hint: expect.stringContaining('fetch-depth: 0'),
    })
  })
})
