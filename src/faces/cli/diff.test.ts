import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGitFixture, hasGit } from '../../testing/git-fixture.ts'
import { createScriptedReverie } from '../../testing/scripted-reverie.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import { diffFailuresOf } from '../diff/diff-failures.ts'
import type { DiffItem, DiffView } from '../reverie.ts'
import { diffMarkdown } from './diff-markdown.ts'
import { focusPair } from './focus-pair.ts'
import { runCli } from './run-cli.ts'

const item: DiffItem = {
  question: 'How long may a job run?',
  questionId: 'q1',
  entry: 'e1',
  pinned: false,
  asked: 0,
  rung: 'withdrawn',
  why: '15 minutes → 45 minutes',
  change: 'facts',
  old: { path: 'README.md', startLine: 7, endLine: 7, quote: 'A job may run for at most 15 minutes.' },
  new: { path: 'README.md', startLine: 9, endLine: 9, quote: 'A job may run for at most 45 minutes.' },
}

const empty: DiffView = {
  scope: 'default',
  compared: { kind: 'range', label: 'main...HEAD', from: 'a', to: 'b' },
  files: { added: [], changed: [], removed: [], renamed: [], skipped: [], otherwiseStored: [], alreadyStored: 0, uncompared: 0 },
  withdrawn: [],
  altered: [],
  contradicted: [],
  possible: [],
  soft: [],
  lists: [],
  unaffected: 12,
  held: {},
  predicted: { count: 0, examples: [], documents: 0, left: 0 },
  notes: [],
}

const full: DiffView = {
  ...empty,
  files: { ...empty.files, changed: ['README.md'], added: ['docs/faq.md'], skipped: [{ path: 'odd.md', reason: 'binary' }] },
  withdrawn: [{ ...item, question: 'Where is the log?', why: 'its passage is gone', new: null, asked: 3 }],
  altered: [item],
  contradicted: [{ ...item, pinned: true, why: 'new text gives another value' }],
  possible: [{ ...item, entry: null, old: null, why: 'nothing answered it before' }],
  soft: [{ ...item, why: 'its words stand in another place' }],
  lists: [
    {
      question: 'Which options are there?',
      questionId: 'q2',
      entry: 'e2',
      pinned: false,
      asked: 0,
      added: ['`b`'],
      removed: ['`a`'],
      changed: [],
      kept: 1,
    },
  ],
  held: { 'quotes-unmoved': 2 },
  predicted: { count: 4, examples: ['What is a job?'], documents: 2, left: 0 },
  notes: ['1 files are not stored as the range begins them; they are compared with what is stored.'],
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-cli-'))
  mkdirSync(join(folder, '.reverie'))
  writeFileSync(join(folder, '.reverie/reverie.db'), '')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function run(words: readonly string[], view: DiffView = full, cwd = folder) {
  const terminal = createScriptedTerminal({ cwd })
  const { reverie, calls } = createScriptedReverie({ diff: async () => view })
  const code = await runCli(words, terminal, {
    openReverie: async () => reverie,
    openModel: () => Promise.reject(new Error('no model is named')),
  })
  return { code, out: terminal.out(), err: terminal.err(), options: calls[0]?.args[0] }
}

describe('reverie diff', () => {
  test('prints the files and each outcome with its places', async () => {
    const { code, out } = await run(['diff', 'main...HEAD'])
    expect(code).toBe(0)
    expect(out).toBe(`main...HEAD against what is stored: 1 changed, 1 new

withdrawn (1)
  Where is the log?  its passage is gone, asked 3×
    - README.md:7  A job may run for at most 15 minutes.

altered (1)
  How long may a job run?  15 minutes → 45 minutes
    - README.md:7  A job may run for at most 15 minutes.
    + README.md:9  A job may run for at most 45 minutes.

contradicted (1)
  How long may a job run?  new text gives another value, pinned
    - README.md:7  A job may run for at most 15 minutes.
    + README.md:9  A job may run for at most 45 minutes.

made possible (1)
  How long may a job run?  nothing answered it before
    + README.md:9  A job may run for at most 45 minutes.

lists (1)
  Which options are there?
    - \`a\`
    + \`b\`

soft (1)
  1  its words stand in another place

12 prepared answers unaffected, 2 of them reached by the change and still right
About 4 new questions would be predicted of 2 files:
  What is a job?
1 files are not stored as the range begins them; they are compared with what is stored.
1 file not read: binary (odd.md)
`)
  })

  test('shows no more of each than --limit, and how to see the rest', async () => {
    const { out } = await run(['diff', '--limit', '2'], { ...empty, altered: Array.from({ length: 5 }, () => item) })
    expect(out.match(/How long/g)).toHaveLength(2)
    expect(out).toContain('and 3 more (--limit 5, or --json for all)')
  })

  test('no control character of a document reaches the screen', async () => {
    const { out } = await run(['diff'], { ...empty, altered: [{ ...item, question: 'a\u001b[2Jb\u0007', why: '\u001b]0;x\u0007' }] })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  test('--json is the view itself', async () => {
    expect(JSON.parse((await run(['diff', '--json'])).out)).toEqual(full)
  })

  test.each([
    [[], full, 0],
    [['--fail-on', 'contradicted'], empty, 0],
    [['--fail-on', 'withdrawn,altered,contradicted,pinned'], empty, 0],
    [['--fail-on', 'contradicted,pinned'], full, 1],
    [['--fail-on', 'withdrawn'], { ...empty, altered: [item] }, 0],
    [['--fail-on', 'altered'], { ...empty, altered: [item] }, 1],
    [['--fail-on', 'altered'], { ...empty, lists: full.lists }, 1],
    [['--fail-on', 'pinned'], { ...empty, altered: [item] }, 0],
    [['--fail-on', 'pinned', '--markdown'], { ...empty, altered: [{ ...item, pinned: true }] }, 1],
    [['--fail-on', 'everything'], full, 2],
    [['--json', '--markdown'], full, 2],
    [['one', 'two'], full, 2],
    [[''], full, 2],
  ] as const)('%j exits as documented', async (flags, view, code) => {
    expect((await run(['diff', ...flags], view)).code).toBe(code)
  })

  test('with nothing stored it makes no database, says what to do and exits with 3', async () => {
    rmSync(join(folder, '.reverie'), { recursive: true })
    const { code, err, options } = await run(['diff'])
    expect([code, options]).toEqual([3, undefined])
    expect(err).toContain('Run `reverie sleep` first')
  })

  test('tells a range from a folder', async () => {
    mkdirSync(join(folder, 'next'))
    expect((await run(['diff'])).options).not.toHaveProperty('range')
    expect((await run(['diff', 'main..HEAD'])).options).toMatchObject({ range: 'main..HEAD' })
    expect((await run(['diff', '../elsewhere'])).options).toMatchObject({ folder: '../elsewhere' })
    expect((await run(['diff', 'next'])).options).toMatchObject({ folder: 'next' })
    expect((await run(['diff', 'v1.0.0'])).options).toMatchObject({ range: 'v1.0.0' })
    expect((await run(['diff', '--embed', '--max-files', '3'])).options).toMatchObject({ embed: true, maxFiles: 3 })
  })

  test.skipIf(!hasGit)('refuses a name that is both (needs git)', async () => {
    using fixture = createGitFixture()
    fixture.write({ 'next/a.md': 'x\n', '.reverie/reverie.db': '' })
    fixture.commit('all')
    fixture.git('branch', 'next')
    const { code, err } = await run(['diff', 'next'], full, fixture.root)
    expect(code).toBe(2)
    expect(err).toContain('Write ./next for the folder, or next..HEAD for a range.')
  })
})

describe('as a pull-request comment', () => {
  test('folds each outcome, contradictions first', () => {
    const text = diffMarkdown(full)
    expect(text).toContain(
      '**1** contradicted · **1** withdrawn · **1** altered · **1** lists changed · **1** made possible · **1** to be checked',
    )
    expect([...text.matchAll(/<summary><b>([^<]+)/g)].map(([, title]) => title)).toEqual([
      'Contradicted',
      'Withdrawn',
      'Altered',
      'Made possible',
      'Lists',
    ])
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
    expect(text).toContain(
      '```diff\n@@ README.md:7 @@\n- A job may run for at most 15 minutes.\n@@ README.md:9 @@\n+ A job may run for at most 45 minutes.\n```',
    )
  })

  test('says so where nothing changes', () => {
    expect(diffMarkdown(empty)).toContain('No prepared answer changes.')
  })

  test('what documents say can neither mention, link, embed nor break out', () => {
    const text = diffMarkdown({
      ...empty,
      altered: [
        {
          ...item,
          question: 'Who is @octocat, see #12 <img src=x> </details> [a](http://b) `c` **d**',
          new: { path: 'a`b.md', startLine: 1, endLine: 1, quote: '```\n</details>\n@octocat\n````\n' },
        },
      ],
    })
    const [head = '', block = ''] = text.split('`````diff')
    expect(head).not.toMatch(/@octocat|[^\\]#12|(?<!\\)<img|(?<!\\)<\/details>|(?<!\\)\[a/)
    expect(block).toContain('+ ```\n+ </details>\n+ @octocat\n+ ````\n`````')
  })

  test('stays under 60,000 characters and counts what was left out', () => {
    const long = { ...item, old: { path: 'a.md', startLine: 1, endLine: 1, quote: 'word '.repeat(5_000) } }
    const text = diffMarkdown({ ...empty, altered: Array.from({ length: 500 }, () => long), contradicted: [item] })
    expect(text.length).toBeLessThan(60_000)
    const shown = text.match(/\*\*How long/g)?.length ?? 0
    expect(text).toContain(`${501 - shown} more did not fit into this comment`)
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
    expect(text).toContain('nothing was written and no model was called')
  })
})

describe('what fails', () => {
  test('a list that lost all its members is withdrawn, any other altered', () => {
    const [list] = full.lists
    if (list === undefined) throw new Error('there is a list')
    expect(
      diffFailuresOf({ ...empty, lists: [{ ...list, added: [], kept: 0, pinned: true }] }, ['withdrawn', 'altered', 'pinned']),
    ).toEqual(['withdrawn', 'pinned'])
    expect(diffFailuresOf({ ...empty, lists: [list] }, ['withdrawn', 'altered', 'pinned'])).toEqual(['altered'])
  })
})

describe('two long texts', () => {
  test('are cut to where they differ', () => {
    const common = 'the same words again and again '.repeat(10)
    const [old, now] = focusPair(`${common}5000 jobs`, `${common}9000 jobs`, 80)
    expect(old.length).toBeLessThan(80)
    expect([old.endsWith('5000 jobs'), now.endsWith('9000 jobs'), old.startsWith('…')]).toEqual([true, true, true])
    expect(focusPair('a', 'b', 80)).toEqual(['a', 'b'])
  })
})
