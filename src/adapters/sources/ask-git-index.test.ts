import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealFolders } from '../../spec/folder-seal.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import { createFolderSource } from './folder-source.ts'
import { beginGitLookAhead, takeGitLook } from './git-look.ts'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-git-')))
  for (const path of ['a.md', 'docs/b.md', 'docs/c.md', 'docs/deep/d.md', 'src/e.ts']) write(path, `Text of ${path}.`)
  write('.gitignore', 'out/\n')
  write('logo.png', 'no picture')
  git('init', '-q')
  git('add', '-A')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function git(...words: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'core.hooksPath=/dev/null', ...words], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  })
}

/** Far enough in the future that nothing here is too young; git's index is dated there too. */
const later = Math.floor(Date.UTC(2100, 0, 1) / 1000)
const age = () => utimesSync(join(root, '.git/index'), later, later)

const open = (options: { readonly askGitFrom?: number; readonly paths?: readonly string[]; readonly ignore?: readonly string[] } = {}) =>
  createFolderSource({ root, id: 'folder' as SourceId, scope: 'default' as ScopeId, askGitFrom: 0, ...options })

async function sealed(): Promise<ReadonlyMap<string, string>> {
  const documents = []
  for await (const change of open().list()) if (change.kind === 'present') documents.push(change.document)
  return sealFolders(documents)
}

/** What a sweep that may ask git finds, and what a walk does: they have to agree. */
async function swept(seals: ReadonlyMap<string, string>, options: Parameters<typeof open>[0] & { readonly lookedAtS?: number } = {}) {
  const { lookedAtS = later, ...rest } = options
  const asked = await open(rest).sweep?.(seals, { lookedAtS })
  const walked = await open(rest).sweep?.(seals)
  expect(asked?.differing.toSorted()).toEqual(walked?.differing.toSorted())
  expect([...(asked?.seals ?? [])].sort()).toEqual([...(walked?.seals ?? [])].sort())
  expect(asked?.documents).toBe(walked?.documents)
  return { asksGit: asked?.isWhole === false, differing: asked?.differing.toSorted() }
}

describe('a sweep of a git work tree', () => {
  it('believes git where nothing changed, and finds by it every kind of change', async () => {
    const seals = await sealed()
    // As the database's own folder has it.
    write('.reverie/.gitignore', '*\n')
    write('.reverie/reverie.db', 'rows')
    age()
    expect(await swept(seals)).toEqual({ asksGit: true, differing: [] })
    const changes: readonly (readonly [string, () => void, readonly string[]])[] = [
      ['an edit', () => write('docs/b.md', 'Other text, longer.'), ['docs']],
      ['a new file', () => write('docs/deep/new.md', 'New.'), ['docs', 'docs/deep']],
      ['a new folder', () => write('more/f.md', 'New.'), ['docs', 'docs/deep', 'more']],
      ['a deletion', () => rmSync(join(root, 'src/e.ts')), ['docs', 'docs/deep', 'more', 'src']],
      ['a rename', () => renameSync(join(root, 'a.md'), join(root, 'z.md')), ['', 'docs', 'docs/deep', 'more', 'src']],
    ]
    for (const [what, change, folders] of changes) {
      change()
      expect([what, await swept(seals)]).toEqual([what, { asksGit: true, differing: folders }])
    }
  })

  it('finds an edit of equal size with its time stamp put back, and a folder replaced by a link', async () => {
    const then = new Date(Date.UTC(2025, 0, 1))
    utimesSync(join(root, 'docs/b.md'), then, then)
    git('add', '-A')
    const seals = await sealed()
    age()
    // The second in which git and the walk looked at it has to be over: what is younger is never taken on git's word.
    write('docs/b.md', 'Text of docs/B.md.')
    utimesSync(join(root, 'docs/b.md'), then, then)
    expect((await swept(seals, { lookedAtS: Math.floor(Date.now() / 1000) - 2 })).differing).toEqual(['docs'])
    renameSync(join(root, 'src'), join(root, 'elsewhere'))
    symlinkSync('elsewhere', join(root, 'src'))
    expect((await swept(seals, { lookedAtS: Math.floor(Date.now() / 1000) - 2 })).differing).toContain('src')
  })

  it('takes nothing on git’s word that changed in the second it was looked at, or later', async () => {
    const seals = await sealed()
    age()
    const young = { lookedAtS: Math.floor(Date.now() / 1000) - 60 }
    write('docs/b.md', 'Text of docs/B.md.')
    // Every folder is young, so each is walked, whatever git says.
    expect(await swept(seals, young)).toEqual({ asksGit: true, differing: ['docs'] })
  })

  it('walks where git cannot be trusted with it', async () => {
    const seals = await sealed()
    age()
    const walks = async (what: string, prepare: () => void, undo: () => void) => {
      prepare()
      age()
      expect([what, (await swept(seals)).asksGit]).toEqual([what, false])
      undo()
      age()
    }
    await walks(
      'an ignore file changed',
      () => write('.gitignore', 'out/\ndocs/deep/\n'),
      () => {
        write('.gitignore', 'out/\n')
        git('add', '.gitignore')
      },
    )
    await walks(
      'an ignore file of ours',
      () => write('.reverieignore', 'src/\n'),
      () => rmSync(join(root, '.reverieignore')),
    )
    await walks(
      'an ignore file that git ignores',
      () => {
        write('.git/info/exclude', '.reverieignore\n')
        write('docs/.reverieignore', 'deep/\n')
      },
      () => {
        rmSync(join(root, 'docs/.reverieignore'))
        write('.git/info/exclude', '')
      },
    )
    await walks(
      'a repository inside',
      () => {
        write('inner/f.md', 'Text.')
        execFileSync('git', ['init', '-q'], { cwd: join(root, 'inner') })
      },
      () => rmSync(join(root, 'inner'), { recursive: true }),
    )
    await walks(
      'a damaged index',
      () => writeFileSync(join(root, '.git/index'), 'DIRC?'),
      () => {
        rmSync(join(root, '.git/index'))
        git('add', '-A')
      },
    )
    await walks(
      'a split index',
      () => git('update-index', '--split-index'),
      () => git('update-index', '--no-split-index'),
    )
    await walks(
      'an index of version 4',
      () => git('update-index', '--index-version', '4'),
      () => git('update-index', '--index-version', '2'),
    )
    expect((await swept(seals, { paths: ['docs'] })).asksGit).toBe(false)
    expect((await swept(seals, { ignore: ['!out/'] })).asksGit).toBe(false)
    expect((await swept(seals, { askGitFrom: 1_000 })).asksGit).toBe(false)
  })

  it('looks itself at what git was told not to look at', async () => {
    const seals = await sealed()
    git('update-index', '--assume-unchanged', 'docs/b.md')
    git('update-index', '--skip-worktree', 'src/e.ts')
    age()
    write('docs/b.md', 'Edited, though git is told that it is not.')
    write('src/e.ts', 'Edited too.')
    expect(await swept(seals)).toEqual({ asksGit: true, differing: ['docs', 'src'] })
  })

  it('is not led astray by the environment, or by settings that make git look less closely', async () => {
    const seals = await sealed()
    for (const [name, value] of [
      ['core.trustctime', 'false'],
      ['core.checkStat', 'minimal'],
      ['core.untrackedCache', 'true'],
      ['core.excludesFile', join(root, '.git/everything')],
    ] as const)
      git('config', name, value)
    write('.git/everything', '*\n')
    age()
    write('docs/new.md', 'New.')
    expect(await swept(seals)).toEqual({ asksGit: true, differing: ['docs'] })
  })

  it('follows the index when it is written anew, by git add or a checkout', async () => {
    const seals = await sealed()
    git('commit', '-qm', 'one')
    git('checkout', '-qb', 'other')
    write('docs/b.md', 'On the other branch.')
    git('add', '-A')
    age()
    // Git has nothing to say any more, and the index is not what was sealed.
    expect(await swept(seals)).toEqual({ asksGit: true, differing: ['docs'] })
    const there = await sealed()
    git('commit', '-qm', 'two')
    git('checkout', '-q', '-')
    age()
    expect(await swept(there)).toEqual({ asksGit: true, differing: ['docs'] })
  })

  it('asks git where the repository is elsewhere, and not where another folder is its work tree', async () => {
    const seals = await sealed()
    git('commit', '-qm', 'one')
    const elsewhere = `${root}-elsewhere.git`
    try {
      renameSync(join(root, '.git'), elsewhere)
      writeFileSync(join(root, '.git'), `gitdir: ${elsewhere}\n`)
      utimesSync(join(elsewhere, 'index'), later, later)
      expect(await swept(seals)).toEqual({ asksGit: true, differing: [] })
      git('config', 'core.worktree', tmpdir())
      expect((await swept(seals)).asksGit).toBe(false)
    } finally {
      rmSync(elsewhere, { recursive: true, force: true })
    }
  })

  it('takes a look begun ahead once, and sees what changed after it the next time', async () => {
    const seals = await sealed()
    write('docs/b.md', 'Edited before the look.')
    age()
    beginGitLookAhead(root)
    expect(await swept(seals)).toEqual({ asksGit: true, differing: ['docs'] })
    expect(takeGitLook(root)).toBe(null)
    write('src/e.ts', 'Edited after it.')
    expect(await swept(seals)).toEqual({ asksGit: true, differing: ['docs', 'src'] })
  })

  it('does not believe a look begun before the index was written', async () => {
    const seals = await sealed()
    age()
    beginGitLookAhead(root)
    write('docs/new.md', 'New.')
    git('add', '-A')
    expect((await swept(seals)).asksGit).toBe(false)
  })

  it('walks a folder inside a work tree, and one that git has no part in', async () => {
    const inner = createFolderSource({ root: join(root, 'docs'), id: 'f' as SourceId, scope: 's' as ScopeId, askGitFrom: 0 })
    expect((await inner.sweep?.(new Map(), { lookedAtS: later }))?.isWhole).toBe(true)
    const seals = await sealed()
    rmSync(join(root, '.git'), { recursive: true })
    chmodSync(root, 0o755)
    expect((await swept(seals)).asksGit).toBe(false)
  })
})
