import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createGitFixture, type GitFixture, hasGit } from '../../testing/git-fixture.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import { runCli } from '../cli/run-cli.ts'
import { openReverie } from '../open-reverie.ts'
import type { DiffView, Reverie } from '../reverie.ts'
import { diffFailuresOf } from './diff-failures.ts'

const handbook: Readonly<Record<string, string>> = {
  '.gitignore': '.reverie/\n',
  'README.md': `# Lantern

Lantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.

## Limits

A job may run for at most 15 minutes. The queue holds 5000 jobs.
`,
  'docs/configuration.md': `# Configuration

## Options

- \`retries\`: How often a failed job is tried again. Defaults to \`3\`.
- \`concurrency\`: How many jobs run at once. Defaults to \`2\`.
`,
  'docs/operations.md': `# Operations

## Restarting the worker

Stop the worker with \`lantern stop\`, then start it with \`lantern start\`. Jobs that were running are put back at the front of the queue.
`,
}

const altered = (view: DiffView) =>
  view.altered.map(({ question, change, old, new: now }) => ({ question, change, old: old?.quote, at: old?.startLine, now: now?.quote }))
const byQuestion = (a: { readonly question: string }, b: { readonly question: string }) => (a.question < b.question ? -1 : 1)

function replace(root: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8')
  if (!text.includes(from)) throw new Error(`"${from}" is not in ${path}`)
  writeFileSync(join(root, path), text.replace(from, to))
}

function open(folder: string): Promise<Reverie> {
  const { name, model, dimensions } = createHashingEmbedder()
  return openReverie({ folder, embedder: { name, model, dimensions } })
}

describe.skipIf(!hasGit)('a change that is read already (needs git)', () => {
  let fixture: GitFixture
  let reverie: Reverie

  beforeEach(async () => {
    fixture = createGitFixture()
    fixture.write(handbook)
    fixture.commit('handbook')
    reverie = await open(fixture.root)
    await reverie.sleep()
    return async () => {
      await reverie.close()
      fixture[Symbol.dispose]()
    }
  })

  test('an edit is listed after an ask has read it as before, by every comparison', async () => {
    replace(fixture.root, 'README.md', 'at most 15 minutes', 'at most 45 minutes')
    const unread = await reverie.diff()
    expect(unread.altered.length).toBeGreaterThan(0)
    await reverie.ask({ question: 'How long may a job run?' })
    await reverie.sync()
    for (const range of [undefined, 'HEAD']) {
      const view = await reverie.diff(range === undefined ? {} : { range })
      expect(altered(view).sort(byQuestion)).toEqual(altered(unread).sort(byQuestion))
      expect(diffFailuresOf(view, ['altered'])).toEqual(['altered'])
      expect(view.notes.join(' ')).toContain('The change is already read')
      expect(view.unaffected).toBeLessThanOrEqual(unread.unaffected)
    }
    fixture.commit('45')
    expect(altered(await reverie.diff({ range: 'HEAD~1..HEAD' })).length).toBe(unread.altered.length)
    // Another range is not about it.
    fixture.write({ 'docs/more.md': '# More\n\nNothing is said here of any limit.\n' })
    fixture.commit('more')
    expect(altered(await reverie.diff({ range: 'HEAD~1..HEAD' }))).toEqual([])
  })

  test('after a sleep the range still tells what it altered, the folder no longer', async () => {
    replace(fixture.root, 'README.md', 'at most 15 minutes', 'at most 45 minutes')
    fixture.commit('45')
    const unread = altered(await reverie.diff({ range: 'HEAD~1..HEAD' }))
    await reverie.sleep()
    const view = await reverie.diff({ range: 'HEAD~1..HEAD' })
    expect(altered(view).map(({ now }) => now)).toContain(unread[0]?.now)
    expect(altered(await reverie.diff())).toEqual([])
  })

  test('a file that is gone, a sentence that is gone, a member more and another value elsewhere are found after a sync', async () => {
    await reverie.questions.pin('How many jobs does the queue hold?')
    await reverie.sleep()
    rmSync(join(fixture.root, 'docs/operations.md'))
    replace(fixture.root, 'README.md', ' It keeps jobs in a file and needs no broker.', '')
    replace(
      fixture.root,
      'docs/configuration.md',
      'Defaults to `2`.\n',
      'Defaults to `2`.\n- `timeout`: How long a job waits. Defaults to `9`.\n',
    )
    fixture.write({ 'docs/faq.md': '# Questions\n\n## Size of the queue\n\nThe queue holds 9000 jobs.\n' })
    fixture.commit('much')
    const range = 'HEAD~1..HEAD'
    const unread = await reverie.diff({ range })
    await reverie.sync()
    const before = await reverie.status()
    const view = await reverie.diff({ range })
    // What predictors yield fades with every moment.
    expect(await reverie.status()).toEqual({ ...before, economy: { ...before.economy, predictors: expect.anything() } })
    expect(view.files.alreadyStored).toBe(4)
    const questions = (items: readonly { readonly question: string }[]) => items.map(({ question }) => question).sort()
    expect(questions(view.withdrawn)).toEqual(questions(unread.withdrawn))
    expect(view.withdrawn.some(({ old }) => old?.path === 'docs/operations.md')).toBe(true)
    expect(questions(view.contradicted)).toEqual(questions(unread.contradicted))
    expect(view.contradicted.length).toBeGreaterThan(0)
    expect(questions(view.lists)).toEqual(questions(unread.lists))
    expect(view.lists[0]?.added).toEqual(['`timeout`'])
    expect(diffFailuresOf(view, ['withdrawn', 'altered', 'contradicted', 'pinned'])).toEqual(
      diffFailuresOf(unread, ['withdrawn', 'altered', 'contradicted', 'pinned']),
    )
  })

  test('what is back as it was is not listed', async () => {
    replace(fixture.root, 'README.md', 'at most 15 minutes', 'at most 45 minutes')
    await reverie.sync()
    replace(fixture.root, 'README.md', 'at most 45 minutes', 'at most 15 minutes')
    await reverie.sync()
    const view = await reverie.diff()
    expect([altered(view), view.withdrawn, view.possible]).toEqual([[], [], []])
    expect(view.notes).toEqual([])
  })
})

describe.skipIf(!hasGit)('a bundle of the base imported at the head (needs git)', () => {
  let base: GitFixture
  let bundle: string
  beforeAll(async () => {
    base = createGitFixture()
    base.write(handbook)
    base.commit('handbook')
    await using maker = await open(base.root)
    await maker.sleep()
    bundle = join(base.root, '.reverie', 'night.bundle')
    await maker.exportBundle({ to: bundle })
    base.git('checkout', '--quiet', '-b', 'change')
    replace(base.root, 'README.md', 'at most 15 minutes', 'at most 45 minutes')
    base.commit('45')
    base.git('checkout', '--quiet', 'main')
  })
  afterAll(() => base[Symbol.dispose]())

  test.each(['head', 'base'] as const)('imported at the %s, the range fails on what it alters', async (at) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-clone-')))
    using clone = createGitFixture(cloneInto(root))
    if (at === 'base') clone.git('checkout', '--quiet', 'origin/main')
    await using reverie = await open(clone.root)
    await reverie.sync()
    await reverie.importBundle({ from: bundle })
    clone.git('checkout', '--quiet', 'origin/change')
    const view = await reverie.diff({ range: 'origin/main...HEAD' })
    expect(view.altered.length).toBeGreaterThan(0)
    expect(altered(view)[0]).toMatchObject({
      change: 'facts',
      at: 7,
      old: expect.stringContaining('15 minutes'),
      now: expect.stringContaining('45 minutes'),
    })
    expect(view.withdrawn).toEqual([])
    const terminal = createScriptedTerminal({ cwd: clone.root })
    const code = await runCli(['diff', 'origin/main...HEAD', '--fail-on', 'altered'], terminal, {
      openReverie: async () => ({ ...reverie, [Symbol.asyncDispose]: async () => {} }),
      openModel: () => Promise.reject(new Error('no model is named')),
    })
    expect(code).toBe(1)
    expect(terminal.out()).toContain('README.md:7  A job may run for at most 45 minutes.')
    expect(terminal.out().includes('already read')).toBe(at === 'head')
    expect(diffFailuresOf(await reverie.diff({ range: 'origin/main..origin/main' }), ['altered', 'withdrawn'])).toEqual([])
  })

  function cloneInto(root: string): string {
    base.git('clone', '--quiet', '--branch', 'change', base.root, root)
    return root
  }
})
