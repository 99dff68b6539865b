import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../spec/clock.ts'
import { createGitFixture, type GitFixture, hasGit } from '../testing/git-fixture.ts'
import { createHashingEmbedder } from '../testing/hashing-embedder.ts'
import { openReverie } from './open-reverie.ts'
import type { Reverie, ReverieOptions } from './reverie.ts'

const dayMs = 86_400_000
let repository: GitFixture
let now = 0
const clock: Clock = { now: () => now, monotonic: () => performance.now() }

const asked = 'What changed in `docs` last week?'

beforeEach(() => {
  if (!hasGit) return
  // The fixture's commits are of the first of January 2026.
  now = Date.UTC(2026, 0, 2, 12)
  repository = createGitFixture()
  repository.write({ 'docs/settings.md': '# Settings\n\nThe service retries a failed call. The timeout is 30 seconds.\n' })
  repository.write({ 'src/meter.ts': 'export function settleCall() {\n  return 1\n}\n', 'src/meter.test.ts': 'settleCall()\n' })
  repository.commit('Fix the default of retries in the settings')
})
afterEach(() => repository?.[Symbol.dispose]())

const { name, model, dimensions } = createHashingEmbedder()

function open(options: ReverieOptions = {}): Promise<Reverie> {
  return openReverie({ folder: repository.root, clock, embedder: { name, model, dimensions }, ...options })
}

describe.skipIf(!hasGit)('what commits tell (skipped where there is no git)', () => {
  it('answers questions about changes with a quotation, and no others', async () => {
    await using reverie = await openReverie({ folder: repository.root, clock })
    const receipt = await reverie.sleep()
    expect(receipt.sync.documents.total).toBe(3)
    const answer = await reverie.ask({ question: asked })
    expect(answer.citations[0]?.path).toBe('changes/last-week.md')
    expect(answer.citations[0]?.quote ?? '').toContain('Fix the default of retries in the settings')
    const tests = await reverie.ask({ question: 'Which tests cover `src/meter.ts`?' })
    expect(tests.citations.map(({ path }) => path)).toEqual(['changes/tests.md'])
    for (const question of [
      'What changed in Kubernetes last week?',
      'What changed in `docs/internal` last week?',
      'What is the default of retries?',
      'How do I fix the default of retries in the settings?',
    ]) {
      const other = await reverie.ask({ question })
      expect(other.citations.filter(({ path }) => path.startsWith('changes/'))).toEqual([])
    }
  })

  it('serves nothing that a commit made stale: at once, then asleep, and in another opening', async () => {
    await using reverie = await open()
    await reverie.sleep()
    await reverie.ask({ question: asked })
    await reverie.sleep()
    const before = await reverie.ask({ question: asked })
    expect(before.served).toBe('hit')
    repository.write({ 'docs/settings.md': '# Settings\n\nThe service retries a failed call. The timeout is 45 seconds.\n' })
    repository.commit('Wait longer for slow networks')
    const after = await reverie.ask({ question: asked })
    expect(after.text).not.toBe(before.text)
    expect(after.citations[0]?.quote ?? '').toContain('Wait longer for slow networks')
    await reverie.sleep()
    await using other = await open()
    const again = await other.ask({ question: asked })
    expect(again.citations[0]?.quote ?? '').toContain('Wait longer for slow networks')
    // What is no longer of the last week is told of by nothing.
    now += 9 * dayMs
    const late = await other.ask({ question: asked })
    expect(late.citations.filter(({ path }) => path.startsWith('changes/'))).toEqual([])
  })

  it('hides what a commit made stale from questions that do not wait for the log', async () => {
    await using reverie = await open()
    await reverie.sleep()
    repository.write({ 'docs/settings.md': '# Settings\n\nThe timeout is 45 seconds.\n' })
    repository.commit('Wait longer for slow networks')
    const answer = await reverie.ask({ question: 'What is the timeout?' })
    expect(answer.citations.map(({ path }) => path)).toEqual(['docs/settings.md'])
    const told = await reverie.ask({ question: asked })
    expect(told.citations[0]?.quote ?? '').toContain('Wait longer for slow networks')
  })

  it('counts them nowhere, distils nothing of them, and a sleep with nothing to do stays idle', async () => {
    await using reverie = await open()
    await reverie.sleep()
    const status = await reverie.status()
    expect(status.documents).toBe(3)
    expect(status.owed.documents).toBe(0)
    expect((await reverie.plan()).documents).toEqual({ toRead: 0, toDistil: 0 })
    const tree = await reverie.summary()
    expect(tree.children.filter(({ label }) => label.startsWith('changes'))).toEqual([])
    const second = await reverie.sleep()
    expect(second.sync.documents).toMatchObject({ total: 3, unchanged: 3, added: 0, changed: 0 })
    await reverie.sleep()
    expect((await reverie.sleep()).idle).toBe(true)
  })

  it('predicts them, and has them prepared before anybody asks', async () => {
    await using reverie = await open()
    await reverie.sleep()
    expect((await reverie.ask({ question: asked })).served).toBe('hit')
  })

  it('leaves no commit out for what its subject says, and says how many there were', async () => {
    for (const [at, subject] of ['Fix it', 'wip', 'v1.2.0'].entries()) {
      repository.write({ 'docs/settings.md': `# Settings\n\nThe timeout is ${40 + at} seconds.\n` })
      repository.commit(subject)
    }
    await using reverie = await open()
    await reverie.sync()
    const [citation] = (await reverie.ask({ question: asked })).citations
    expect(citation?.quote).toContain('`docs` was changed by 4 commits: ')
    for (const subject of ['“Fix it”', '“wip”', '“v1.2.0”', '“Fix the default of retries in the settings”'])
      expect(citation?.quote).toContain(subject)
  })

  it('is gone when it is switched off', async () => {
    {
      await using reverie = await open()
      await reverie.sleep()
      await reverie.ask({ question: asked })
      await reverie.sleep()
    }
    await using reverie = await open({ commits: false })
    const answer = await reverie.ask({ question: asked })
    expect(answer.citations.filter(({ path }) => path.startsWith('changes/'))).toEqual([])
    await reverie.sync()
    expect((await reverie.ask({ question: asked })).citations.filter(({ path }) => path.startsWith('changes/'))).toEqual([])
  })

  it('tells of a folder below the top what touches it, by paths from there', async () => {
    repository.write({ 'other/x.md': 'Elsewhere.' })
    repository.commit('Write about something elsewhere')
    await using reverie = await open({ folder: join(repository.root, 'src') })
    await reverie.sleep()
    const tests = await reverie.ask({ question: 'Which tests cover `meter.ts`?' })
    expect(tests.citations[0]?.quote ?? '').toContain('`meter.ts` is covered by `meter.test.ts`')
    expect((await reverie.ask({ question: 'What changed in `other` last week?' })).text).not.toContain('elsewhere')
  })

  it('tells nothing of commits that touch what was forgotten or may be shown to no model', async () => {
    await using reverie = await open()
    await reverie.sleep()
    expect((await reverie.ask({ question: asked })).citations).toHaveLength(1)
    await reverie.forget({ path: 'docs/settings.md' })
    const answer = await reverie.ask({ question: asked })
    expect(answer.text).not.toContain('Fix the default')
    await using local = await open({ localOnly: ['src/**'] })
    expect((await local.ask({ question: 'Which tests cover `src/meter.ts`?' })).text).not.toContain('is covered by')
  })

  it('leaves a folder outside a repository as it is', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-no-git-')))
    try {
      await using reverie = await openReverie({ folder, clock, embedder: { name, model, dimensions } })
      await reverie.put({ id: 'a.md', text: 'One thing.' })
      await reverie.sleep()
      expect((await reverie.status()).documents).toBe(1)
      await reverie.sleep()
      expect((await reverie.sleep()).idle).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
