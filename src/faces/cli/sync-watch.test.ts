import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReverieError } from '../../spec/errors.ts'
import { createScriptedReverie, type ReverieScript } from '../../testing/scripted-reverie.ts'
import { createScriptedTerminal, type ScriptedTerminal } from '../../testing/scripted-terminal.ts'
import type { SyncOutcome, WatchedSync } from '../reverie.ts'
import { runCli } from './run-cli.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-cli-'))
  mkdirSync(join(folder, 'docs'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function run(words: readonly string[], script: ReverieScript, during: (terminal: ScriptedTerminal) => void = () => {}) {
  const terminal = createScriptedTerminal({ cwd: folder })
  const { reverie, calls, isClosed } = createScriptedReverie(script)
  const ended = runCli(words, terminal, {
    openReverie: async () => reverie,
    openModel: async () => Promise.reject(new Error('No model is asked for.')),
  })
  during(terminal)
  return { code: await ended, out: terminal.out(), err: terminal.err(), calls, isClosed }
}

function outcome(over: Partial<SyncOutcome> = {}): SyncOutcome {
  return {
    documents: { total: 85, added: 0, changed: 0, removed: 0, moved: 0, unchanged: 85 },
    passages: { total: 1204, added: 0, changed: 0, removed: 0 },
    changes: [],
    skipped: [],
    maskedCredentials: 0,
    warnings: [],
    durationMs: 21,
    answers: { withdrawn: 0, doubted: 0, kept: 0, revived: 0 },
    ...over,
  }
}

const edited = outcome({
  documents: { total: 85, added: 1, changed: 1, removed: 0, moved: 1, unchanged: 82 },
  passages: { total: 1206, added: 3, changed: 1, removed: 1 },
  changes: [
    { kind: 'added', path: 'docs/new.md', from: null },
    { kind: 'moved', path: 'docs/b.md', from: 'b.md' },
    { kind: 'changed', path: 'docs/\u001b[31ma.md', from: null },
  ],
  skipped: [{ reason: 'secret', count: 1, paths: ['.env'] }],
  answers: { withdrawn: 2, doubted: 1, kept: 3, revived: 4 },
})
const oneEdit = outcome({
  documents: { total: 85, added: 0, changed: 1, removed: 0, moved: 0, unchanged: 0 },
  passages: { total: 1204, added: 0, changed: 1, removed: 0 },
  changes: [{ kind: 'changed', path: 'docs/a.md', from: null }],
  answers: { withdrawn: 1, doubted: 0, kept: 0, revived: 0 },
})

describe('reverie sync', () => {
  test('says in one line that nothing changed', async () => {
    const { code, out, calls, isClosed } = await run(['sync'], { sync: async () => outcome() })
    expect([code, out, isClosed()]).toEqual([0, 'Nothing changed: 85 documents (21 ms).\n', true])
    expect(calls[0]?.args[0]).not.toHaveProperty('paths')
  })

  test('says what was added, edited, moved and skipped, and what that did to prepared answers', async () => {
    const { code, out } = await run(['sync'], { sync: async () => edited })
    expect(code).toBe(0)
    expect(out).toBe(
      [
        'Read what changed in 21 ms.',
        '  documents  85: 1 added, 1 edited, 1 moved, 82 unchanged',
        '  passages   1,206: 3 added, 1 edited, 1 removed',
        '  changed    docs/new.md added',
        '             docs/b.md moved (was b.md)',
        '             docs/a.md edited',
        '  answers    2 withdrawn, 1 to be checked before they are served, 3 kept, as what they rest on is unmoved, 4 revived',
        '  skipped    1 file: secret (.env)',
        '',
      ].join('\n'),
    )
  })

  test('passes paths on, and prints the receipt as one object under --json', async () => {
    const { out, calls } = await run(['sync', 'docs', '--json'], { sync: async () => edited })
    expect(JSON.parse(out)).toEqual(edited)
    expect(calls[0]?.args[0]).toMatchObject({ paths: ['docs'] })
  })

  test.each([
    ['source-unreadable', 1],
    ['aborted', 130],
    ['database-busy', 1],
  ] as const)('ends with its own exit code where it fails: %s', async (code, exitCode) => {
    const failed = await run(['sync'], { sync: async () => Promise.reject(new ReverieError(code, 'It did not go.')) })
    expect([failed.code, failed.out]).toEqual([exitCode, ''])
    expect(failed.err).toContain('It did not go.')
  })

  test('refuses a path that is not there', async () => {
    const { code, err } = await run(['sync', 'nowhere'], {})
    expect([code, err.includes('There is no nowhere in')]).toEqual([2, true])
  })
})

describe('reverie watch', () => {
  const syncs: readonly WatchedSync[] = [
    { cause: 'start', looked: null, receipt: outcome() },
    { cause: 'change', looked: 1, receipt: oneEdit },
    { cause: 'change', looked: 1, receipt: outcome() },
    { cause: 'change', looked: null, receipt: edited },
  ]
  const watch: ReverieScript['watch'] = async (options = {}) => {
    options.onNote?.('The folder cannot be watched. Looking for changes every second or more instead.')
    for (const sync of syncs) options.onSync?.(sync)
    await new Promise<void>((resolve) => {
      if (options.signal?.aborted) resolve()
      else options.signal?.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  test('prints a line a change, none where nothing did, and ends with 130 on Ctrl-C', async () => {
    const { code, out, err, isClosed } = await run(['watch'], { watch: async (options) => watch(options) }, (terminal) =>
      interruptOnceSaid(terminal),
    )
    expect([code, isClosed()]).toEqual([130, true])
    expect(out).toBe(
      [
        'watching 85 documents, none changed (21 ms)',
        'docs/a.md edited; passages: 1 edited; answers: 1 withdrawn (21 ms)',
        '3 documents: 1 added, 1 edited, 1 moved; passages: 3 added, 1 edited, 1 removed; answers: 2 withdrawn, 1 to be checked before they are served, 3 kept, as what they rest on is unmoved, 4 revived (21 ms)',
        '',
      ].join('\n'),
    )
    expect(err).toBe('The folder cannot be watched. Looking for changes every second or more instead.\n')
  })

  test('prints an object a line under --json, of every sync', async () => {
    const { out } = await run(['watch', '--json'], { watch: async (options) => watch({ ...options, signal: AbortSignal.abort() }) })
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(syncs)
  })
})

/** Presses Ctrl-C as soon as the last line stands. */
function interruptOnceSaid(terminal: ScriptedTerminal): void {
  const look = (): void => {
    if (terminal.out().includes('4 revived')) terminal.interrupt()
    else setImmediate(look)
  }
  look()
}
