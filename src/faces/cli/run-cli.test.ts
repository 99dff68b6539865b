import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReverieError } from '../../spec/errors.ts'
import {
  sampleAnswer,
  sampleCalibrationView,
  sampleCandidate,
  sampleReceipt,
  sampleStatus,
  sampleWhy,
} from '../../testing/reverie-samples.ts'
import { createScriptedReverie, type ReverieScript } from '../../testing/scripted-reverie.ts'
import { createScriptedTerminal, type ScriptedTerminalOptions } from '../../testing/scripted-terminal.ts'
import type { MatchDecisionView, ReverieOptions } from '../reverie.ts'
import { runCli } from './run-cli.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function run(words: readonly string[], script: ReverieScript = {}, options: ScriptedTerminalOptions = {}) {
  const terminal = createScriptedTerminal({ cwd: folder, ...options })
  const { reverie, calls, isClosed } = createScriptedReverie(script)
  const opened: ReverieOptions[] = []
  const code = await runCli(words, terminal, {
    openReverie: async (given) => {
      opened.push(given)
      return reverie
    },
    openModel: async ({ name }) => {
      throw new ReverieError('model-unknown', `No ${name}.`)
    },
  })
  return { code, out: terminal.out(), err: terminal.err(), calls, opened, isClosed, terminal }
}

describe('help and usage', () => {
  test('the first screen shows five commands and names the rest in one line', async () => {
    const { code, out } = await run([])
    expect(code).toBe(0)
    expect(out.match(/^ {2}reverie (\w+)/gm)).toEqual([
      '  reverie sleep',
      '  reverie ask',
      '  reverie summary',
      '  reverie why',
      '  reverie status',
    ])
    expect(out).toContain(
      'More: sync, watch, up, questions, plan, gaps, ledger, diff, feedback, export, import, forget, doctor, init and options (reverie help --all).',
    )
    expect((await run(['--help'])).out).toBe(out)
  })

  test('help --all shows every command, option and exit code', async () => {
    const { out } = await run(['help', '--all'])
    for (const word of [
      'questions',
      'plan',
      'export',
      'import',
      'forget',
      'doctor',
      'init',
      '--scope',
      '--json',
      '--base-url',
      '130 interrupted',
    ])
      expect(out).toContain(word)
  })

  test.each([
    [['slep'], 'There is no command "slep".', 'Did you mean sleep?'],
    [['--jsn', 'status'], "unknown option '--jsn'", 'Did you mean --json?'],
    [['why'], "missing required argument 'id'", 'See reverie help --all.'],
    [['-C', 'nowhere', 'status'], 'There is no folder', 'Give -C an existing folder.'],
    [['sleep', 'nowhere'], 'There is no nowhere in', 'Paths are relative to that folder.'],
    [['sleep', '../elsewhere'], '../elsewhere lies outside', 'Give -C the folder'],
    [['--budget', 'lots', 'status'], 'this is "lots"', '--usd 0.25'],
    [['forget'], 'nothing is named', 'reverie forget docs/old.md'],
    [['ask'], 'There is no question.', 'or pipe it in'],
    [['ask', '--max-wrong-hits', '0.02', 'x?'], '0.02 is looser than the 0.01 that is configured', 'at most 0.01'],
    [['ask', '--max-wrong-hits', '0', 'x?'], 'is a share above 0 and below 1, found 0', 'leave it out for 0.01'],
    [['ask', '--max-wrong-hits', '200%', 'x?'], 'found 2', 'at most 0.01'],
    [['ask', '--max-wrong-hits', 'few', 'x?'], 'It must be a share such as 0.005, or 0.5%.', 'See reverie help --all.'],
  ])('%j is wrong usage: exit code 2, with a hint', async (words, message, hint) => {
    const { code, out, err } = await run(words)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(message)
    expect(err).toContain(hint)
  })

  test('under --json an error is the one object on stdout', async () => {
    const { code, out } = await run(['--json', 'why', 'x'], {
      why: async () => {
        throw new ReverieError('not-found', 'Nothing has the id x.', { hint: 'Copy it.' })
      },
    })
    expect(code).toBe(3)
    expect(JSON.parse(out)).toEqual({
      error: { code: 'not-found', message: 'Nothing has the id x.', hint: 'Copy it.', isRetryable: false },
    })
  })

  test('--verbose shows the chain of causes', async () => {
    const failing: ReverieScript = {
      status: async () => {
        throw new ReverieError('database-busy', 'It is busy.', { cause: new Error('locked by 7') })
      },
    }
    expect((await run(['status'], failing)).err).not.toContain('locked by 7')
    expect((await run(['status', '--verbose'], failing)).err).toContain('caused by Error: locked by 7')
  })
})

describe('ask', () => {
  test('prints the quotation with its place and one last line', async () => {
    const { code, out, calls, isClosed } = await run(['ask', 'which', 'port?'], { ask: async () => sampleAnswer() })
    expect(code).toBe(0)
    expect(out).toBe(
      'The server listens on port 3000 by default.\ndocs/server.md:12\n\n' +
        'hit · prepared 12 min ago for "Which port does the server listen on?" · source unchanged, checked now · 27 ms (embed 26, match 0.3, fresh 0.1) · saves ≈3,900 prompt tokens · why k3x9Qm2Z\n',
    )
    expect(calls[0]?.args[0]).toMatchObject({ question: 'which port?' })
    expect(isClosed()).toBe(true)
  })

  test('--json prints exactly the answer', async () => {
    const { out } = await run(['--json', 'ask', 'which port?'], { ask: async () => sampleAnswer() })
    expect(JSON.parse(out)).toEqual(sampleAnswer())
  })

  test('exits with 3 where nothing answers, and names the nearest question', async () => {
    const none = sampleAnswer({
      served: 'none',
      text: '',
      citations: [],
      preparedBy: null,
      decision: { reason: 'nothing-answers', detail: '', entry: null, guards: [] },
    })
    const candidates = [sampleCandidate({ preparedFor: 'Which port?', similarity: 0.61 })]
    const { code, out, err } = await run(['ask', 'who won?'], {
      ask: async () => none,
      why: async () => sampleWhy({ candidates }),
    })
    expect(code).toBe(3)
    expect(out).toMatch(/^none · nothing here answers this · 27 ms/)
    expect(err).toContain('Nearest prepared question: "Which port?" (0.61)')
  })

  test('takes a piped question, and flags for freshness and mode', async () => {
    const { calls } = await run(['ask', '--strict', '--live'], { ask: async () => sampleAnswer() }, { stdin: 'which port?\n' })
    expect(calls[0]?.args[0]).toMatchObject({ question: 'which port?', freshness: 'strict', mode: 'live' })
  })

  test.each([
    ['0.005', 0.005],
    ['.002', 0.002],
    ['0.5%', 0.005],
    ['1 %', 0.01],
  ])('--max-wrong-hits %s tightens the promise of one ask', async (share, expected) => {
    const { calls } = await run(['ask', '--max-wrong-hits', share, 'which port?'], { ask: async () => sampleAnswer() })
    expect(calls[0]?.args[0]).toMatchObject({ maxWrongHits: expected })
  })

  test('what an ask may tighten is what is configured, which may be looser than the default', async () => {
    const environment = { REVERIE_MAX_WRONG_HITS: '0.05' }
    const script: ReverieScript = { ask: async () => sampleAnswer() }
    const { calls, opened } = await run(['ask', '--max-wrong-hits', '0.02', 'which port?'], script, { environment })
    expect([opened[0], calls[0]?.args[0]]).toMatchObject([{ maxWrongHits: 0.05 }, { maxWrongHits: 0.02 }])
    const refused = await run(['ask', '--max-wrong-hits', '0.06', 'which port?'], script, { environment })
    expect([refused.code, refused.opened, refused.err]).toEqual([2, [], expect.stringContaining('looser than the 0.05 that is configured')])
  })

  test('help ask shows how the promise is tightened', async () => {
    const { out } = await run(['help', 'ask'])
    expect(out).toContain('--max-wrong-hits <share>')
    expect(out).toContain('reverie ask --max-wrong-hits 0.002 "')
  })

  test('without a question on a terminal is a session with one load', async () => {
    const none = sampleAnswer({ served: 'none', text: '', citations: [] })
    const { code, out, err, calls, opened, isClosed } = await run(
      ['ask'],
      {
        ask: async ({ question }) => {
          if (question === 'fail') throw new ReverieError('database-busy', 'It is busy.')
          return question === 'none' ? none : sampleAnswer()
        },
        why: async () => sampleWhy(),
      },
      { isTTY: true, stdin: 'which port?\n\nfail\nnone\nand the host?\nexit\nnot asked\n', environment: { NO_COLOR: '1' } },
    )
    expect([code, opened.length, isClosed()]).toEqual([0, 1, true])
    const asked = calls.filter((call) => call.method === 'ask').map((call) => call.args[0])
    expect(asked).toMatchObject([{ question: 'which port?' }, { question: 'fail' }, { question: 'none' }, { question: 'and the host?' }])
    expect(asked.at(-1)).toMatchObject({
      history: [{ role: 'user', text: 'which port?' }, { role: 'assistant' }, { role: 'user', text: 'none' }, { role: 'assistant' }],
    })
    expect(out).toContain('docs/server.md:12')
    expect(err).toContain('It is busy.')
  })

  test('lets no escape sequence of a document reach the screen', async () => {
    const quote = 'safe\u001b]0;title\u0007 \u001b[31mred\u001b[0m \u009b2J\r\nnext'
    const { out } = await run(['ask', 'x?'], {
      ask: async () => sampleAnswer({ text: quote, citations: [{ path: 'a\u001b[2J.md', startLine: 1, endLine: 2, quote }] }),
    })
    expect(out).not.toMatch(/[^\P{Cc}\n\t]/u)
    expect(out).toContain('a.md:1-2')
  })
})

describe('why', () => {
  const match: MatchDecisionView = {
    verdict: 'hit: the answer prepared for “Which port?” (probability 0.997, bar 0.985)',
    ...{ class: 'number', gate: 'open', promise: 0.01, version: 0, calibration: sampleCalibrationView() },
    ...{ adaptation: null, standAlone: null, feedback: null },
  }
  const candidates = [sampleCandidate({ isServed: true, features: [{ feature: 'margin', value: 0.041, contribution: 2.31 }] })]
  const script: ReverieScript = { why: async () => sampleWhy({ match, candidates }) }

  test('prints the verdict first, then the candidates; --features what each did', async () => {
    const { out } = await run(['why', 'k3x9'], script)
    expect(out.split('\n')[0]).toBe(match.verdict)
    expect(out).toContain('  1  0.912   0.041        0.997  0.985  served\n')
    expect(out).not.toContain('log-odds')
    expect((await run(['why', 'k3x9', '--features'], script)).out).toContain('log-odds by feature: margin +2.31 (0.041)')
  })

  test('colours the verdict on a screen, and nothing where NO_COLOR asks for none', async () => {
    expect((await run(['why', 'k3x9'], script, { isTTY: true })).out).toContain('\u001b[32mhit\u001b[39m')
    expect((await run(['why', 'k3x9'], script, { isTTY: true, environment: { NO_COLOR: '1' } })).out).not.toContain('\u001b')
  })

  test('--json holds everything, features too', async () => {
    expect(JSON.parse((await run(['--json', 'why', 'k3x9'], script)).out)).toEqual(sampleWhy({ match, candidates }))
  })
})

test('status tells how the match decision stands', async () => {
  const { out } = await run(['status'], { status: async () => sampleStatus() })
  expect(out).toContain('match\n  promise      at most 1 % of hits wrong\n')
  expect(out).toContain('prior, not certified: 0 of 299 own real labels yet')
})

describe('sleep', () => {
  test('prints a receipt in plain English', async () => {
    const { code, out } = await run(['sleep'], { sleep: async () => sampleReceipt(), status: async () => sampleStatus() })
    expect(code).toBe(0)
    expect(out).toBe(
      [
        'Slept 2 min 14 s.',
        '  read     85 documents (84 new, 1 changed), 1,204 passages',
        '           1 credential masked in the text',
        '  made     412 claims, 380 entries, 1 list',
        '  skipped  5 files: binary (a.png, b.png, c.png and 2 more)',
        '           12: questions whose passage retrieval did not bring back',
        '  failed   nothing',
        '  spent    nothing (no model was called)',
        '  ready    380 prepared answers; one could ask after 1.2 s; the first prepared answer stood after 14 s',
        '',
      ].join('\n'),
    )
  })

  test('shows progress while it runs', async () => {
    const terminal = createScriptedTerminal({ cwd: folder, isTTY: true, environment: { NO_COLOR: '1' } })
    const shown: string[] = []
    const { reverie } = createScriptedReverie({
      status: async () => sampleStatus(),
      async sleep(options) {
        await Promise.resolve()
        options?.onProgress?.({ stage: 'sync', done: 3, total: 85, item: 'docs/a.md', askable: true, prepared: 0 })
        terminal.pass(200)
        shown.push(terminal.err())
        return sampleReceipt()
      },
    })
    await runCli(['sleep'], terminal, { openReverie: async () => reverie, openModel: () => Promise.reject(new Error('unused')) })
    expect(shown[0]).toContain('reading     3 of 85  docs/a.md')
    expect(shown[0]).toContain('you can ask now')
  })

  test('says that there was nothing to do', async () => {
    const { out } = await run(['sleep'], {
      sleep: async () => sampleReceipt({ idle: true, durationMs: 412 }),
      status: async () => sampleStatus(),
    })
    expect(out).toContain('Nothing to do: 85 documents unchanged, 380 prepared answers ready (412 ms).')
  })

  test('points out what was found on the machine and not used', async () => {
    const offers = [{ found: 'OPENAI_API_KEY is set', flag: '--model openai/x', estimate: { tokens: 1_234_567, usd: 0.3412 } }]
    const { err } = await run(['sleep'], { sleep: async () => sampleReceipt(), status: async () => sampleStatus({ offers }) })
    expect(err).toContain('Not used: OPENAI_API_KEY is set. --model openai/x would use it: ≈1,200,000 tokens, about $0.34.')
    expect(
      (await run(['sleep', '--quiet'], { sleep: async () => sampleReceipt(), status: async () => sampleStatus({ offers }) })).err,
    ).toBe('')
  })

  test.each([
    ['budget', 3],
    ['aborted', 130],
    ['done', 0],
  ] as const)('stopped by %s exits with %i', async (stoppedBy, expected) => {
    const { code } = await run(['sleep'], { sleep: async () => sampleReceipt({ stoppedBy }), status: async () => sampleStatus() })
    expect(code).toBe(expected)
  })

  test('Ctrl-C aborts the sleep and exits with 130', async () => {
    const terminal = createScriptedTerminal({ cwd: folder })
    const sleeping = Promise.withResolvers<void>()
    const { reverie } = createScriptedReverie({
      sleep: (options) => {
        sleeping.resolve()
        return new Promise((_, reject) => options?.signal?.addEventListener('abort', () => reject(options.signal?.reason)))
      },
    })
    const ended = runCli(['sleep'], terminal, { openReverie: async () => reverie, openModel: () => Promise.reject(new Error('unused')) })
    await sleeping.promise
    terminal.interrupt()
    terminal.interrupt()
    expect(await ended).toBe(130)
    expect(terminal.exits).toEqual([])
    expect(terminal.err()).toContain('stopped: Interrupted; everything finished is kept.')
  })
})

describe('settings', () => {
  test('file, environment and flags win in rising order', async () => {
    writeFileSync(join(folder, 'reverie.config.json'), '{ "scope": "file", "freshness": "strict", "database": "state/x.db" }')
    const script: ReverieScript = { status: async () => sampleStatus() }
    expect((await run(['status'], script)).opened[0]).toMatchObject({
      folder,
      scope: 'file',
      freshness: 'strict',
      database: join(folder, 'state/x.db'),
    })
    const environment = { REVERIE_SCOPE: 'environment' }
    expect((await run(['status'], script, { environment })).opened[0]).toMatchObject({ scope: 'environment', freshness: 'strict' })
    expect((await run(['status', '--scope', 'flag', '--usd', '0.25'], script, { environment })).opened[0]).toMatchObject({
      scope: 'flag',
      budget: { usd: 0.25 },
    })
  })

  test('a budget said for a sleep is what it may spend, one that is configured a cap alone', async () => {
    const budgets: unknown[] = []
    const script = {
      sleep: async (options?: { readonly budget?: object }) => {
        budgets.push(options?.budget)
        return sampleReceipt()
      },
      status: async () => sampleStatus(),
    }
    await run(['sleep', '--usd', '0.5'], script)
    await run(['--budget', '30k', 'sleep'], script)
    await run(['sleep'], script, { environment: { REVERIE_BUDGET: '30k' } })
    expect(budgets).toEqual([{ usd: 0.5 }, { tokens: 30_000 }, undefined])
  })

  test('a model is opened only where one is named', async () => {
    expect((await run(['status'], { status: async () => sampleStatus() })).opened[0]).not.toHaveProperty('model')
    expect((await run(['--model', 'x/y', 'status'])).err).toContain('No x/y.')
  })
})

describe('forget and init', () => {
  test('forget refuses without --yes where nobody can be asked', async () => {
    expect((await run(['forget', 'a.md'])).err).toContain('Add --yes to go ahead.')
    const forgot = await run(['forget', 'a.md', '--yes'], {
      forget: async () => ({ target: 'a.md', erased: { passages: 3 }, pending: false }),
    })
    expect(forgot.out).toBe('Erased a.md: 3 passages.\n')
    expect(forgot.calls[0]?.args[0]).toEqual({ path: 'a.md' })
  })

  test('init writes a configuration that works, and overwrites nothing', async () => {
    expect((await run(['init'])).code).toBe(0)
    expect((await run(['status'], { status: async () => sampleStatus() })).code).toBe(0)
    const again = await run(['init'])
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('overwrites nothing')])
  })
})
