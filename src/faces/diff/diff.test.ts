import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGitFixture, type GitFixture, hasGit } from '../../testing/git-fixture.ts'
import { createHashingEmbedder } from '../../testing/hashing-embedder.ts'
import { openReverie } from '../open-reverie.ts'
import type { DiffOptions, DiffView, Reverie } from '../reverie.ts'

const handbook: Readonly<Record<string, string>> = {
  'README.md': `# Lantern

Lantern is a small job queue for teams that run one server. It keeps jobs in a file and needs no broker.

## Limits

A job may run for at most 15 minutes. The queue holds 5000 jobs.

## Colours

The dashboard is dark by default.
`,
  'docs/configuration.md': `# Configuration

Lantern reads \`lantern.json\` in the working directory.

## Options

- \`retries\`: How often a failed job is tried again. Defaults to \`3\`.
- \`concurrency\`: How many jobs run at once. Defaults to \`2\`.
- \`logFile\`: Where the log is written. Defaults to \`lantern.log\`.
`,
  'docs/operations.md': `# Operations

## Restarting the worker

Stop the worker with \`lantern stop\`, then start it with \`lantern start\`. Jobs that were running are put back at the front of the queue.

## Backups

Copy the queue file while the worker is stopped. A backup taken while the worker runs may hold half a job.
`,
}

const absent = 'How do I encrypt the queue file with a passphrase?'
const pinned = 'How many jobs does the queue hold?'

let fixture: GitFixture
let reverie: Reverie
let before: string

beforeAll(async () => {
  fixture = createGitFixture()
  fixture.write(handbook)
  fixture.write({ '.gitignore': '.reverie/\n' })
  fixture.commit('handbook')
  const { name, model, dimensions } = createHashingEmbedder()
  reverie = await openReverie({ folder: fixture.root, embedder: { name, model, dimensions } })
  await reverie.sleep()
  await reverie.questions.pin(pinned)
  await reverie.questions.pin(absent)
  await reverie.sleep()
  before = databaseBytes()
})

afterAll(async () => {
  // Whatever was compared above: not one byte of the database or its log has changed.
  expect(databaseBytes()).toBe(before)
  await reverie.close()
  fixture[Symbol.dispose]()
})

function databaseBytes(): string {
  const folder = join(fixture.root, '.reverie')
  const names = readdirSync(folder)
    .filter((name) => !name.endsWith('-shm'))
    .sort()
  return names
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    )
    .join('\n')
}

type Edit = (folder: string) => void

/** A copy of the handbook, edited. */
async function inFolder(edit: Edit, options: DiffOptions = {}): Promise<DiffView> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-diff-')))
  try {
    for (const [path, text] of Object.entries(handbook)) put(path, text)(folder)
    put('.gitignore', '.reverie/\n')(folder)
    edit(folder)
    return await reverie.diff({ ...options, folder })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The same edit on a branch of its own; the working tree ends as it was. */
async function onBranch(edit: Edit, options: DiffOptions = {}): Promise<DiffView> {
  fixture.git('checkout', '--quiet', '-B', 'change', 'main')
  try {
    edit(fixture.root)
    fixture.commit('change')
  } finally {
    fixture.git('checkout', '--quiet', 'main')
  }
  return reverie.diff({ ...options, range: 'main...change' })
}

function put(path: string, content: string | Uint8Array): Edit {
  return (folder) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

function replace(path: string, from: string, to: string): Edit {
  return (folder) => {
    const text = readFileSync(join(folder, path), 'utf8')
    if (!text.includes(from)) throw new Error(`"${from}" is not in ${path}`)
    writeFileSync(join(folder, path), text.replace(from, to))
  }
}

function move(from: string, to: string): Edit {
  return (folder) => {
    mkdirSync(dirname(join(folder, to)), { recursive: true })
    renameSync(join(folder, from), join(folder, to))
  }
}

const all =
  (...edits: readonly Edit[]): Edit =>
  (folder) => {
    for (const edit of edits) edit(folder)
  }

const outcomes = ({ withdrawn, altered, contradicted, possible, lists }: DiffView) => ({
  withdrawn: withdrawn.length,
  altered: altered.length,
  contradicted: contradicted.length,
  possible: possible.length,
  lists: lists.length,
})
const nothing = { withdrawn: 0, altered: 0, contradicted: 0, possible: 0, lists: 0 }

describe.each([
  ['a folder', inFolder],
  ['a branch', hasGit ? onBranch : null],
] as const)('comparing with %s', (_, compare) => {
  const when = test.skipIf(compare === null)
  const diff = compare ?? inFolder

  when('nothing changed: nothing to say', async () => {
    const view = await diff(() => {})
    expect(outcomes(view)).toEqual(nothing)
    expect(view.files).toMatchObject({ added: [], changed: [], removed: [], renamed: [] })
    expect(view.unaffected).toBeGreaterThan(5)
    expect(view.predicted.count).toBe(0)
  })

  when('a number edited: altered, with the old and the new sentence', async () => {
    const view = await diff(replace('README.md', 'at most 15 minutes', 'at most 45 minutes'))
    expect(view.altered.length).toBeGreaterThan(0)
    expect(view.withdrawn).toEqual([])
    for (const item of view.altered) {
      expect(item).toMatchObject({
        change: 'facts',
        old: { path: 'README.md', startLine: 7, quote: expect.stringContaining('15 minutes') },
        new: { path: 'README.md', startLine: 7, quote: expect.stringContaining('45 minutes') },
      })
    }
  })

  when('a sentence in other words: altered in its wording only', async () => {
    const view = await diff(replace('README.md', 'for teams that run one server', 'for teams with a single server'))
    expect(view.altered.map(({ change }) => change)).toEqual(view.altered.map(() => 'wording'))
    expect(view.altered.length).toBeGreaterThan(0)
  })

  when('a sentence deleted: withdrawn', async () => {
    const view = await diff(replace('README.md', 'A job may run for at most 15 minutes. ', ''))
    expect(view.withdrawn.length).toBeGreaterThan(0)
    expect(view.altered).toEqual([])
    expect(view.withdrawn[0]).toMatchObject({ old: { path: 'README.md', quote: expect.stringContaining('15 minutes') }, new: null })
  })

  when('a file deleted: withdrawn, and counted once', async () => {
    const view = await diff((folder) => rmSync(join(folder, 'docs/operations.md')))
    expect(view.files.removed).toEqual(['docs/operations.md'])
    expect(view.withdrawn.length).toBeGreaterThan(0)
    expect(view.withdrawn.every((item) => item.old?.path === 'docs/operations.md')).toBe(true)
  })

  when('reflowed, renamed and moved text: unaffected', async () => {
    const total = (await diff(() => {})).unaffected
    const view = await diff(
      all(
        replace('README.md', 'for teams that run one server. It keeps', 'for teams\nthat run one server.\nIt keeps'),
        move('docs/operations.md', 'guides/running.md'),
        replace('README.md', '## Limits\n\nA job may run for at most 15 minutes. The queue holds 5000 jobs.\n\n', ''),
        replace(
          'README.md',
          'by default.\n',
          'by default.\n\n## Limits\n\nA job may run for at most 15 minutes. The queue holds 5000 jobs.\n',
        ),
      ),
    )
    expect(view.files.renamed).toEqual([{ from: 'docs/operations.md', to: 'guides/running.md' }])
    expect(outcomes(view)).toEqual(nothing)
    expect(view.unaffected + view.soft.length).toBe(total)
    expect(view.unaffected).toBeGreaterThan(total / 2)
  })

  when('a new file with another value: contradicted', async () => {
    const view = await diff(put('docs/faq.md', '# Questions\n\n## Size of the queue\n\nThe queue holds 9000 jobs.\n'))
    expect(view.altered).toEqual([])
    const found = view.contradicted.find((item) => item.question === pinned)
    expect(found).toMatchObject({
      pinned: true,
      old: { path: 'README.md', quote: expect.stringContaining('5000') },
      new: { path: 'docs/faq.md', startLine: 5, quote: 'The queue holds 9000 jobs.' },
    })
  })

  when('a new file that agrees, or speaks of other things: not contradicted', async () => {
    const text = '# Questions\n\nThe queue holds 5000 jobs.\n\nA cluster holds 9000 nodes. The office has 12 chairs.\n'
    expect((await diff(put('docs/faq.md', text))).contradicted).toEqual([])
  })

  when('a new section for a question nothing answered: made possible', async () => {
    const view = await diff(
      put(
        'docs/encryption.md',
        '# Encryption\n\nTo encrypt the queue file with a passphrase, run `lantern encrypt --passphrase`.\n\n## Options\n\n- `cipher`: Which cipher is used. Defaults to `aes`.\n- `rounds`: How often the key is derived. Defaults to `12`.\n',
      ),
    )
    expect(view.possible).toMatchObject([
      { question: absent, pinned: true, new: { path: 'docs/encryption.md', quote: expect.stringContaining('lantern encrypt') } },
    ])
    expect(view.predicted.count).toBeGreaterThan(0)
  })

  when('a list that gains and loses members: named', async () => {
    const view = await diff(
      replace(
        'docs/configuration.md',
        '- `logFile`: Where the log is written. Defaults to `lantern.log`.',
        '- `timeout`: How long a job may take. Defaults to `60`.',
      ),
    )
    expect(view.lists.length).toBeGreaterThan(0)
    expect(view.lists[0]).toMatchObject({ added: ['`timeout`'], removed: ['`logFile`'], kept: 2 })
  })

  when('secrets, ignored, binary and oversized files stay out', async () => {
    const view = await diff(
      all(
        put('.env', 'The queue holds 9000 jobs.\n'),
        put('.reverieignore', 'drafts/\n'),
        put('drafts/faq.md', '# Faq\n\nThe queue holds 9000 jobs.\n'),
        put('odd.md', new Uint8Array([65, 0, 66])),
        put('logo.png', new Uint8Array([137, 80, 78, 71])),
      ),
    )
    expect(outcomes(view)).toEqual(nothing)
    expect(view.files.added).toEqual(['.reverieignore'])
    expect(view.files.skipped).toEqual([{ path: 'odd.md', reason: 'binary' }])
  })

  when('a file that is ignored from now on counts as gone', async () => {
    const view = await diff(put('.reverieignore', 'docs/operations.md\n'))
    expect(view.files.removed).toEqual(['docs/operations.md'])
    expect(view.withdrawn.length).toBeGreaterThan(0)
  })

  when('beyond the cap it compares what answers were made from, and says so', async () => {
    const more = Array.from({ length: 5 }, (_, at) => put(`aaa/${at}.md`, `# Page ${at}\n\nPage ${at} says nothing.\n`))
    const view = await diff(all(...more, replace('README.md', '15 minutes', '45 minutes')), { maxFiles: 1 })
    expect(view.files).toMatchObject({ changed: ['README.md'], added: [], uncompared: 5 })
    expect(view.notes.join(' ')).toContain('5 changed files')
    expect(view.altered.length).toBeGreaterThan(0)
  })
})

describe('comparing with the folder as it is', () => {
  test('sees an edit, with new text embedded where asked', async () => {
    const text = readFileSync(join(fixture.root, 'README.md'), 'utf8')
    try {
      replace('README.md', '15 minutes', '45 minutes')(fixture.root)
      for (const embed of [false, true]) {
        const view = await reverie.diff({ embed })
        expect(view.compared).toEqual({ kind: 'working-tree', label: 'the folder as it is now', from: null, to: null })
        expect(view.altered.length).toBeGreaterThan(0)
      }
    } finally {
      writeFileSync(join(fixture.root, 'README.md'), text)
    }
    expect(outcomes(await reverie.diff())).toEqual(nothing)
  })

  test('a range and a folder at once, and a folder that is none, are refused', async () => {
    await expect(reverie.diff({ range: 'a..b', folder: '.' })).rejects.toMatchObject({ code: 'bad-argument' })
    await expect(reverie.diff({ folder: 'nowhere' })).rejects.toMatchObject({ code: 'bad-argument' })
    await expect(reverie.diff({ folder: 'README.md' })).rejects.toThrow(/found a file/)
  })

  test('an abort ends it', async () => {
    await expect(reverie.diff({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  })

  test('nothing stored yet is said, with what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reverie-diff-'))
    await using empty = await openReverie({ folder, database: ':memory:' })
    await expect(empty.diff()).rejects.toMatchObject({ code: 'not-found', hint: expect.stringContaining('reverie sleep') })
    rmSync(folder, { recursive: true })
  })
})

describe('a file at the path of one that was renamed away', () => {
  test('takes nothing from it', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-diff-')))
    const { name, model, dimensions } = createHashingEmbedder()
    await using own = await openReverie({ folder, embedder: { name, model, dimensions } })
    put('a.md', handbook['README.md'] ?? '')(folder)
    await own.sleep()
    move('a.md', 'b.md')(folder)
    await own.sleep()
    put('a.md', handbook['README.md'] ?? '')(folder)
    const view = await own.diff()
    expect(view.files.added).toEqual(['a.md'])
    expect(outcomes(view)).toEqual(nothing)
    expect(view.unaffected).toBeGreaterThan(0)
    rmSync(folder, { recursive: true })
  })
})

describe.skipIf(!hasGit)('comparing with git (needs git)', () => {
  test('an empty range says that no file differs', async () => {
    const view = await reverie.diff({ range: 'main..main' })
    expect(outcomes(view)).toEqual(nothing)
    expect(view.compared).toMatchObject({ kind: 'range', label: 'main..main', from: expect.stringMatching(/^[0-9a-f]{40}$/) })
  })

  test('files that are stored otherwise than the range begins them are named, and compared with what is stored', async () => {
    fixture.git('checkout', '--quiet', '-B', 'long', 'main')
    replace('README.md', '15 minutes', '20 minutes')(fixture.root)
    fixture.commit('twenty')
    replace('README.md', '20 minutes', '15 minutes')(fixture.root)
    replace('docs/operations.md', 'half a job', 'two thirds of a job')(fixture.root)
    fixture.commit('back again')
    replace('README.md', '15 minutes', '30 minutes')(fixture.root)
    fixture.commit('thirty')
    fixture.git('checkout', '--quiet', 'main')
    const view = await reverie.diff({ range: 'long~2..long~1' })
    expect(view.files).toMatchObject({ changed: ['docs/operations.md'], alreadyStored: 1 })
    const forwards = await reverie.diff({ range: 'long~2..main' })
    expect(forwards.files).toMatchObject({ changed: [], alreadyStored: 1 })
    const later = await reverie.diff({ range: 'long~3..long~2' })
    expect(later.files).toMatchObject({ changed: ['README.md'], otherwiseStored: [] })
    const across = await reverie.diff({ range: 'long~2..long' })
    expect(across.files).toMatchObject({ otherwiseStored: ['README.md'] })
    expect(across.altered[0]).toMatchObject({
      old: { quote: expect.stringContaining('15 minutes') },
      new: { quote: expect.stringContaining('30 minutes') },
    })
    expect(across.notes.join(' ')).toContain('compared with what is stored')
  })

  test('one revision: from it to the working tree, new files included', async () => {
    try {
      put('docs/faq.md', '# Questions\n\nThe queue holds 9000 jobs.\n')(fixture.root)
      const view = await reverie.diff({ range: 'main' })
      expect(view.files.added).toEqual(['docs/faq.md'])
      expect(view.contradicted.map((item) => item.question)).toContain(pinned)
      expect(view.compared.to).toBe(null)
    } finally {
      rmSync(join(fixture.root, 'docs/faq.md'))
    }
  })

  test('a name that is not UTF-8 is said and not read', async () => {
    const blob = fixture.git('hash-object', '-w', 'README.md')
    const listing = execFileSync('git', ['ls-tree', '-z', 'main'], { cwd: fixture.root })
    const odd = Buffer.concat([listing, Buffer.from(`100644 blob ${blob}\tcaf\xe9.md\0`, 'latin1')])
    const tree = execFileSync('git', ['mktree', '-z'], { cwd: fixture.root, input: odd, encoding: 'utf8' }).trim()
    const commit = fixture.git('commit-tree', tree, '-p', 'main', '-m', 'odd')
    const view = await reverie.diff({ range: `main..${commit}` })
    expect(view.files.skipped).toEqual([{ path: 'caf\ufffd.md', reason: 'unreadable' }])
    expect(outcomes(view)).toEqual(nothing)
  })

  test('unknown revisions and folders without git are refused with a hint', async () => {
    await expect(reverie.diff({ range: 'main..nowhere' })).rejects.toThrow(/knows no revision "nowhere"/)
    await expect(reverie.diff({ range: '--output=x' })).rejects.toMatchObject({ code: 'bad-argument' })
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-diff-')))
    cpSync(join(fixture.root, '.reverie'), join(folder, '.reverie'), { recursive: true })
    const { name, model, dimensions } = createHashingEmbedder()
    await using plain = await openReverie({ folder, embedder: { name, model, dimensions } })
    await expect(plain.diff({ range: 'main' })).rejects.toThrow(/Expected a git work tree/)
    rmSync(folder, { recursive: true })
  })
})
