import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createGitFixture, hasGit } from '../../testing/git-fixture.ts'
import { readGitLog } from './git-log.ts'
import { changedSymbols } from './git-symbols.ts'

const meter = (limit: number) =>
  `export function reserve() {\n  return 1\n}\n\nexport function settle() {\n  const limit = 0\n  return ${limit}\n}\n`

describe.skipIf(!hasGit)('readGitLog (skipped where there is no git)', () => {
  it('reads commits newest first, with paths relative to the folder and names of what was changed', async () => {
    using repository = createGitFixture()
    repository.write({ 'docs/täg "a".md': '# One\n', 'docs/src/meter.ts': meter(1), 'other/b.md': 'b\n' })
    repository.commit('Ein Anfang: ünïcode\n\nMore of it.')
    repository.write({ 'other/b.md': 'c\n' })
    repository.commit('Elsewhere only')
    repository.write({ 'docs/src/meter.ts': meter(2), 'docs/täg "a".md': '# One\n\n## Two words\n' })
    const id = repository.commit('Keep the cap when two reserve at once')
    const { commits, reason } = await readGitLog(join(repository.root, 'docs'))
    expect(reason).toBeNull()
    expect(commits.map(({ subject, paths }) => [subject, [...paths].sort()])).toEqual([
      ['Keep the cap when two reserve at once', ['src/meter.ts', 'täg "a".md']],
      ['Ein Anfang: ünïcode', ['src/meter.ts', 'täg "a".md']],
    ])
    expect(commits[0]).toMatchObject({ id, at: Date.parse('2026-01-01T00:00:00Z') })
    expect([...(commits[0]?.symbols ?? [])].sort()).toEqual(['Two words', 'settle'])
    expect((await readGitLog(repository.root, { newest: 1 })).commits).toHaveLength(1)
  })

  it('runs nothing that the repository configures', async () => {
    using repository = createGitFixture()
    const trap = join(repository.root, '.git', 'trap')
    const fired = join(repository.root, '.git', 'fired')
    writeFileSync(trap, `#!/bin/sh\ntouch '${fired}'\ncat "$1" 2>/dev/null\n`)
    chmodSync(trap, 0o755)
    repository.write({ 'a.txt': 'one\n', '.gitattributes': '*.txt diff=odd\n' })
    repository.commit('Begin with one file here')
    repository.write({ 'a.txt': 'two\n' })
    repository.commit('Change the one file here')
    for (const setting of [
      'diff.odd.textconv',
      'diff.odd.command',
      'diff.external',
      'core.fsmonitor',
      'core.pager',
      'pager.log',
      'gpg.program',
    ])
      repository.git('config', setting, trap)
    for (const [name, value] of [
      ['log.showSignature', 'true'],
      ['color.ui', 'always'],
      ['log.follow', 'true'],
      ['diff.submodule', 'log'],
    ] as const)
      repository.git('config', name, value)
    const { commits, reason } = await readGitLog(repository.root)
    expect([commits.length, reason, existsSync(fired)]).toEqual([2, null, false])
    expect(commits[0]?.paths).toEqual(['a.txt'])
  })

  it('is empty, with the reason, without a repository, commits or folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reverie-no-git-'))
    try {
      expect(await readGitLog(folder)).toEqual({ commits: [], reason: 'not in a git repository' })
      expect((await readGitLog(join(folder, 'none'))).commits).toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
    using repository = createGitFixture()
    expect(await readGitLog(repository.root)).toEqual({ commits: [], reason: 'the repository has no commits' })
    repository.write({ 'a.md': 'a' })
    repository.commit('Something in the root')
    mkdirSync(join(repository.root, 'empty'))
    expect(await readGitLog(join(repository.root, 'empty'))).toEqual({ commits: [], reason: 'no commit touches this folder' })
    await expect(readGitLog(repository.root, { signal: AbortSignal.abort() })).rejects.toThrow()
  })
})

describe('changedSymbols', () => {
  it('names what a hunk lies in, by several languages, and nothing else', () => {
    const patch = [
      '\u0001abc',
      'diff --git a/x.go b/x.go',
      '@@ -1 +1 @@ func (s *Store) Write(a int) error {',
      '-	return nil',
      'diff --git a/x.c b/x.c',
      '@@ -9,0 +10 @@ static int parse_header(char *line)',
      'diff --git a/x.py b/x.py',
      '@@ -3 +3 @@ class Meter:',
      '+    if limit(3):',
      'diff --git a/x.md b/x.md',
      '@@ -3 +3 @@ some text (here)',
      '+Plain words',
      '+### Install it',
    ]
    expect(changedSymbols(patch.join('\n')).get('abc')).toEqual(['Write', 'parse_header', 'Meter', 'Install it'])
  })
})
