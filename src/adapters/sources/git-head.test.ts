import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createGitFixture, hasGit } from '../../testing/git-fixture.ts'
import { openGitHead } from './git-head.ts'

function folderOutside(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'reverie-no-git-')))
}

describe('openGitHead without git', () => {
  it('knows no commit outside a repository, or where its files are nonsense', async () => {
    const root = folderOutside()
    try {
      expect(await openGitHead(root).commit()).toBeNull()
      expect(await openGitHead(join(root, 'none')).commit()).toBeNull()
      writeFileSync(join(root, '.git'), 'nonsense')
      expect(await openGitHead(root).commit()).toBeNull()
      rmSync(join(root, '.git'))
      mkdirSync(join(root, '.git'))
      expect(await openGitHead(root).commit()).toBeNull()
      writeFileSync(join(root, '.git', 'HEAD'), 'ref: refs/../../../secret\n')
      expect(await openGitHead(root).commit()).toBeNull()
    } finally {
      rmSync(root, { recursive: true })
    }
  })
})

describe.skipIf(!hasGit)('openGitHead (skipped where there is no git)', () => {
  it('follows commits, branches, packed references and a detached head, from a folder below and through a link', async () => {
    using repository = createGitFixture()
    const head = openGitHead(repository.root)
    expect(await head.commit()).toBeNull()
    repository.write({ 'docs/a.md': 'One.' })
    const first = repository.commit('Say one thing first')
    expect(await head.commit()).toBe(first)
    expect(await openGitHead(join(repository.root, 'docs')).commit()).toBe(first)
    const link = join(folderOutside(), 'link')
    symlinkSync(repository.root, link)
    expect(await openGitHead(link).commit()).toBe(first)
    repository.git('pack-refs', '--all')
    expect(await head.commit()).toBe(first)
    repository.write({ 'docs/a.md': 'Two.' })
    const second = repository.commit('Say two things now')
    expect(await head.commit()).toBe(second)
    repository.git('checkout', '--quiet', '--detach', first)
    expect(await head.commit()).toBe(first)
    repository.git('checkout', '--quiet', '-b', 'team/other')
    expect(await head.commit()).toBe(first)
    repository.git('reset', '--quiet', '--hard', second)
    expect(await head.commit()).toBe(second)
    expect(head.boundary().size).toBe(0)
  })

  it('knows the head of a linked work tree, and where a shallow clone ends', async () => {
    using repository = createGitFixture()
    repository.write({ 'a.md': 'One.' })
    const first = repository.commit('Say one thing first')
    const tree = join(folderOutside(), 'tree')
    repository.git('worktree', 'add', '--quiet', '-b', 'side', tree)
    using linked = createGitFixture(tree)
    linked.write({ 'a.md': 'Two.' })
    const second = linked.commit('Say two things now')
    expect(await openGitHead(tree).commit()).toBe(second)
    expect(await openGitHead(repository.root).commit()).toBe(first)
    const clone = join(folderOutside(), 'clone')
    repository.git('clone', '--quiet', '--depth', '1', '--branch', 'side', `file://${repository.root}`, clone)
    expect(await openGitHead(clone).commit()).toBe(second)
    expect([...openGitHead(clone).boundary()]).toEqual([second])
    rmSync(clone, { recursive: true })
  })

  it('asks git where references are kept otherwise, and again when they changed', async () => {
    const root = folderOutside()
    using repository = createGitFixture(root)
    try {
      rmSync(join(root, '.git'), { recursive: true })
      repository.git('init', '--quiet', '--ref-format=reftable')
    } catch {
      // An older git knows one format only.
      return
    }
    repository.write({ 'a.md': 'One.' })
    const first = repository.commit('Say one thing first')
    const head = openGitHead(root)
    expect(await head.commit()).toBe(first)
    repository.write({ 'a.md': 'Two.' })
    const second = repository.commit('Say two things now')
    expect(await head.commit()).toBe(second)
  })
})
