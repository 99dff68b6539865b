import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import { createFolderSource } from './folder-source.ts'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-ignore-')))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

async function list(
  folder = root,
  options: { readonly paths?: readonly string[]; readonly ignore?: readonly string[] } = {},
): Promise<string[]> {
  const present: string[] = []
  const source = createFolderSource({ root: folder, id: 'folder' as SourceId, scope: 'default' as ScopeId, ...options })
  for await (const change of source.list()) if (change.kind === 'present') present.push(change.document.path)
  return present.sort()
}

function git(...rest: readonly string[]): string {
  return execFileSync('git', ['-c', 'core.excludesFile=/dev/null', '-c', 'core.quotePath=false', ...rest], { cwd: root, encoding: 'utf8' })
}

function listedByGit(): string[] {
  return git('ls-files', '--others', '--exclude-standard').split('\n').filter(Boolean).sort()
}

const tree = {
  'a.md': '',
  'a.log': '',
  'keep.log': '',
  'build/out.md': '',
  'build/deep/out.md': '',
  'docs/a.md': '',
  'docs/a.log': '',
  'docs/build/b.md': '',
  'docs/build/x.log': '',
  'docs/draft/c.md': '',
  'docs/draft/final.md': '',
  'src/gen/a.ts': '',
  'src/gen/keep.ts': '',
  'src/a.ts': '',
  'src/[b].ts': '',
  'src/tmp': '',
  'lib/tmp/x.md': '',
  'Über/ä.md': '',
}

describe('ignore files', () => {
  it.each([
    ['patterns, anchors, folders only', { '.gitignore': '*.log\n/build/\n!keep.log\ntmp/\n' }],
    ['a deeper file decides, both ways', { '.gitignore': '*.log\nbuild/\n', 'docs/.gitignore': '!*.log\ndraft\n' }],
    ['a folder taken back keeps the other patterns', { '.gitignore': 'build/\n*.log\n', 'docs/.gitignore': '!build/\n' }],
    ['a file below an ignored folder cannot be taken back', { '.gitignore': 'docs/draft/\n!docs/draft/final.md\n' }],
    ['all but some', { '.gitignore': 'docs/draft/*\n!docs/draft/final.md\nsrc/gen/*\n!/src/gen/keep.ts\n' }],
    ['stars, classes, escapes, comments, blanks, CRLF', { '.gitignore': '# comment\r\n\r\n**/deep\r\nsrc/\\[b\\].ts\r\n[a-b].log\r\n' }],
    ['a mark at the start, letters beyond ASCII', { '.gitignore': '\ufeff*.log\nÜber/\n' }],
    ['case counts', { '.gitignore': 'DOCS/\nA.md\n' }],
  ])('as git: %s', async (_, files) => {
    write({ ...tree, ...files })
    git('init', '-q')
    expect(await list()).toEqual(listedByGit())
  })

  it('as git: the repository’s own exclude file', async () => {
    write(tree)
    git('init', '-q')
    write({ '.git/info/exclude': '*.log\n' })
    expect(await list()).toEqual(listedByGit())
    expect(await list()).not.toContain('a.log')
  })

  it('as git: the files above a root that is a folder of the repository', async () => {
    write({ ...tree, '.gitignore': 'docs/draft/\n*.log\n/src\n' })
    git('init', '-q')
    const expected = listedByGit().flatMap((path) => (path.startsWith('docs/') ? [path.slice('docs/'.length)] : []))
    expect(await list(join(root, 'docs'))).toEqual(expected)
  })

  it('a root or named path that is ignored is read, and the other patterns hold in it', async () => {
    write({ ...tree, '.gitignore': 'docs\n*.log\n' })
    git('init', '-q')
    expect(await list(join(root, 'docs'))).toEqual(['a.md', 'build/b.md', 'draft/c.md', 'draft/final.md'])
    expect(await list(root, { paths: ['docs/draft', 'a.log'] })).toEqual(['a.log', 'docs/draft/c.md', 'docs/draft/final.md'])
  })

  it('.reverieignore adds to .gitignore and takes back from it', async () => {
    write({ ...tree, '.gitignore': '*.log\n', '.reverieignore': 'src/\n!a.log\n' })
    const paths = await list()
    expect(paths).toContain('a.log')
    expect(paths).not.toContain('keep.log')
    expect(paths.some((path) => path.startsWith('src/'))).toBe(false)
  })

  it('patterns of the configuration win over every file', async () => {
    write({ ...tree, '.gitignore': '*.log\nbuild/\n' })
    const paths = await list(root, { ignore: ['docs/', '!keep.log', '!/build/'] })
    expect(paths).toContain('keep.log')
    expect(paths).toContain('build/out.md')
    expect(paths).not.toContain('a.log')
    expect(paths.some((path) => path.startsWith('docs/'))).toBe(false)
  })
})
