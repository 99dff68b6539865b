import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createScriptedReverie, type ReverieScript } from '../../testing/scripted-reverie.ts'
import { createScriptedTerminal, type ScriptedTerminalOptions } from '../../testing/scripted-terminal.ts'
import type { ExportReceipt, ImportReceipt } from '../reverie.ts'
import { runCli } from './run-cli.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const exported: ExportReceipt = {
  to: '/srv/night.bundle',
  bytes: 303_965,
  digest,
  signed: false,
  counts: { claims: 1597, summaries: 107, questions: 668, entries: 511 },
  leftOut: { asked: 12, localOnly: 3, forgotten: 0, changed: 0, unfit: 0 },
}
const imported: ImportReceipt = {
  bundle: { scope: 'default', madeAt: 1_800_000_000_000 - 3 * 3_600_000, digest },
  isVerified: false,
  entries: { total: 511, held: 480, kept: 20, waiting: 9, refused: [{ reason: 'its text is not what it quotes', count: 2 }] },
  summaries: { total: 107, held: 100, kept: 0, differ: 6, refused: [{ reason: 'it was forgotten here', count: 1 }] },
  questions: { total: 668, added: 157 },
  vectors: { taken: 500, owed: 9 },
  isSamePolicy: true,
  isSameEmbedder: true,
  durationMs: 2_600,
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-cli-bundle-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function run(words: readonly string[], script: ReverieScript, options: ScriptedTerminalOptions = {}) {
  const terminal = createScriptedTerminal({ cwd: folder, ...options })
  const { reverie, calls } = createScriptedReverie(script)
  const openModel = async () => {
    throw new Error('No model is opened.')
  }
  const code = await runCli(words, terminal, { openReverie: async () => reverie, openModel })
  return { code, out: terminal.out(), err: terminal.err(), given: calls[0]?.args[0], terminal }
}

describe('export', () => {
  test('writes to the file named from where it was named, and says what it holds and leaves out', async () => {
    const { code, out, given } = await run(['export', '--bundle', 'night.bundle'], { exportBundle: async () => exported })
    expect(code).toBe(0)
    expect(given).toMatchObject({ to: join(folder, 'night.bundle') })
    expect(out).toBe(
      [
        'Wrote /srv/night.bundle (304 kB).',
        '  holds     511 prepared answers, 668 questions, 107 summaries, 1,597 claims',
        '  left out  12: asked by people alone (--asked takes them along)',
        '            3: of paths that stay on this machine',
        `  digest    ${digest}`,
        '  signed    no',
        '',
      ].join('\n'),
    )
  })

  test('to - gives standard output to the bundle alone', async () => {
    const script: ReverieScript = {
      exportBundle: async ({ to }) => {
        if (typeof to !== 'string') to.write('the bytes')
        return { ...exported, to: null }
      },
    }
    const { out, err } = await run(['export', '--bundle', '-'], script)
    expect(out).toBe('the bytes')
    expect(err).toContain('Wrote the bundle (304 kB).')
    const json = await run(['export', '--bundle', '-', '--json'], script)
    expect(json.out).toBe('the bytes')
    expect(JSON.parse(json.err)).toMatchObject({ digest })
  })

  test('signs with the key of a file, and takes what people asked where told to', async () => {
    writeFileSync(join(folder, 'key.pem'), 'a key')
    const { given } = await run(['export', '--bundle', 'x', '--sign', 'key.pem', '--asked'], { exportBundle: async () => exported })
    expect(given).toMatchObject({ sign: 'a key', asked: true })
    expect((await run(['export', '--bundle', 'x', '--sign', 'none.pem'], {})).code).toBe(2)
  })

  test('needs to be told where, and exits with 3 where there is nothing', async () => {
    expect((await run(['export'], {})).code).toBe(2)
    const counts = { claims: 0, summaries: 0, questions: 0, entries: 0 }
    const { code, out } = await run(['export', '--bundle', 'x'], { exportBundle: async () => ({ ...exported, counts }) })
    expect(code).toBe(3)
    expect(out).toContain('nothing: run reverie sleep first')
  })
})

describe('import', () => {
  test('says how many answers hold, how many wait and what was refused', async () => {
    const { code, out, given } = await run(['import', 'night.bundle'], { importBundle: async () => imported })
    expect(code).toBe(0)
    expect(given).toMatchObject({ from: join(folder, 'night.bundle') })
    expect(out).toBe(
      [
        'Imported in 2.6 s: 500 prepared answers of 511 hold now.',
        '  answers    480 served from now on, 20 here already, 9 wait for the texts they cite',
        '  summaries  100 taken over, 6 of files that differ here',
        '  questions  157 more',
        '  vectors    500 came along, 9 are owed to the next sleep',
        '  refused    2 answers: its text is not what it quotes',
        '             1 summary: it was forgotten here',
        '  bundle     scope "default", made 3 h ago, signature not asked for',
        `             ${digest}`,
        '',
      ].join('\n'),
    )
  })

  test('reads an address as it is and - from standard input, with the trust asked for', async () => {
    writeFileSync(join(folder, 'key.pub.pem'), 'a public key')
    const address = 'https://example.org/night.bundle'
    const script: ReverieScript = { importBundle: async () => ({ ...imported, isVerified: true }) }
    const words = ['import', address, '--verify', 'key.pub.pem', '--digest', digest, '--from-scope', 'docs']
    const { given, out } = await run(words, script)
    expect(given).toMatchObject({ from: address, verify: 'a public key', digest, fromScope: 'docs' })
    expect(out).toContain('signature checked')
    const piped = await run(['import', '-'], script, { stdin: 'bytes' })
    expect(piped.given).toMatchObject({ from: piped.terminal.stdin })
  })

  test('warns where another policy or embedder made it, and exits with 3 where nothing came of it', async () => {
    const entries = { total: 1, held: 0, kept: 0, waiting: 0, refused: [] }
    const summaries = { total: 0, held: 0, kept: 0, differ: 0, refused: [] }
    const nothing = { ...imported, entries, summaries, isSamePolicy: false, isSameEmbedder: false }
    const { code, out } = await run(['import', 'x'], { importBundle: async () => nothing })
    expect(code).toBe(3)
    expect(out).toContain('under another policy')
    expect(out).toContain('of another embedder')
    expect(out).toContain('answers    none')
  })

  test('prints no escape of a bundle to the terminal', async () => {
    const bundle = { ...imported.bundle, scope: '\u001b[31mred' }
    const { out } = await run(['import', 'x'], { importBundle: async () => ({ ...imported, bundle }) })
    expect(out).not.toContain('\u001b')
  })
})
