import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const minutes = 60_000

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

let folder = ''
let app = ''
let docs = ''
let isOffline = false

/** Runs a program without a terminal, on this process's Node. */
function run(file: string, words: readonly string[], cwd: string): Promise<Ended> {
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
  // What npm and vitest tell their scripts would make the product think that it runs from the checkout.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_(?!config_(?:registry|cache|userconfig)$)|INIT_CWD$|VITEST|NODE_OPTIONS$|REVERIE_)/i.test(name),
  )
  const env = { ...Object.fromEntries(inherited), PATH: path, NO_COLOR: '1' }
  return new Promise((resolve) => {
    const child = execFile(file, [...words], { cwd, env, maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out, err })
    })
    child.stdin?.end()
  })
}

const reverie = (...words: readonly string[]) =>
  run(process.execPath, [join(app, 'node_modules/@reverie/reverie/bin/reverie.js'), ...words], docs)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-pack-'))
  app = join(folder, 'app')
  docs = join(folder, 'docs')
  mkdirSync(app)
  mkdirSync(docs)
  const packed = await run('npm', ['pack', '--pack-destination', folder], root)
  expect(packed, packed.out + packed.err).toMatchObject({ code: 0 })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  expect(tarball).toBeDefined()
  writeFileSync(join(app, 'package.json'), '{ "private": true }')
  // An install without a registry retries for minutes; one look-up says so at once.
  isOffline = (await run('npm', ['view', 'commander', 'version', '--fetch-retries=0', '--fetch-timeout=20000'], app)).code !== 0
  if (isOffline) return
  const installed = await run(
    'npm',
    ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', join('..', tarball ?? '')],
    app,
  )
  expect(installed, installed.err).toMatchObject({ code: 0 })
}, 3 * minutes)

beforeEach((context) => context.skip(isOffline, 'the package registry cannot be reached, so nothing can be installed'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the packed product in an empty folder', () => {
  test('holds neither sources nor tests nor the workspace that brings Node to a checkout', () => {
    const own = join(app, 'node_modules/@reverie/reverie')
    expect(readdirSync(own).toSorted()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'dist', 'package.json'])
    const inside = readdirSync(join(own, 'dist'), { recursive: true }).map(String)
    expect(inside.filter((name) => /\.test\.|(?<!\.d)\.ts$/.test(name))).toEqual([])
    expect(existsSync(join(app, 'node_modules', `node-${process.platform}-${process.arch}`))).toBe(false)
  })

  test('passes publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: join(app, 'node_modules/@reverie/reverie'), level: 'warning', pack: false })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  test(
    'sleeps with its workers, WASM, grammars and a TypeScript configuration, and answers from what it prepared',
    async () => {
      writeFileSync(join(docs, 'reverie.config.ts'), "const scope: string = 'packed'\nexport default { scope }\n")
      writeFileSync(
        join(docs, 'guide.md'),
        '# Server\n\n## Port\n\nThe server listens on port 4321 by default.\n\n## Timeout\n\nA request is cut off after 30 seconds.\n',
      )
      writeFileSync(
        join(docs, 'greet.ts'),
        '/** Greets a person by name. */\nexport function greet(name: string): string {\n  return name\n}\n',
      )
      // The loop of the product: a miss teaches the next sleep.
      const question = 'Which port does the server listen on?'
      const before = await reverie('ask', '--json', question)
      expect(before, before.err).toMatchObject({ code: 0 })
      expect(JSON.parse(before.out)).toMatchObject({ served: 'live', citations: [{ path: 'guide.md', startLine: 5 }] })
      const slept = await reverie('sleep', '--json')
      expect(slept, slept.err).toMatchObject({ code: 0 })
      const receipt = JSON.parse(slept.out)
      // The configuration is no document.
      expect(receipt.sync.documents.total).toBe(2)
      expect(receipt.failed).toEqual([])
      expect(receipt.servable).toBeGreaterThan(0)
      const after = await reverie('ask', question)
      expect(after, after.err).toMatchObject({ code: 0 })
      expect(after.out).toMatch(/4321 by default\.\nguide\.md:5\n\nhit · prepared /)
      expect(JSON.parse((await reverie('status', '--json')).out)).toMatchObject({ scope: 'packed' })
      expect(JSON.parse((await reverie('summary', 'greet.ts', '--json')).out).headline).toContain('greet()')
    },
    2 * minutes,
  )

  test('is typed for a strict consumer', async () => {
    writeFileSync(
      join(app, 'use.mts'),
      `import { openReverie, type Answer, type Reverie } from '@reverie/reverie'
const reverie: Reverie = await openReverie({ folder: '.' })
const answer: Answer = await reverie.ask({ question: 'What?' })
export const places: readonly string[] = answer.citations.map((citation) => citation.path)
// @ts-expect-error a question is text
await reverie.ask({ question: 7 })
`,
    )
    const options = [
      '--noEmit',
      '--skipLibCheck',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--lib',
      'es2024,esnext.disposable,dom',
      '--types',
      '',
    ]
    const checked = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, 'use.mts'], app)
    expect(checked.out).toBe('')
    expect(checked.code).toBe(0)
  })

  test('is a library', async () => {
    writeFileSync(
      join(app, 'use.mjs'),
      `import { openReverie } from '@reverie/reverie'
await using reverie = await openReverie({ folder: ${JSON.stringify(docs)}, database: ':memory:' })
await reverie.put({ id: 'note', text: 'The garden gate is painted green.' })
const answer = await reverie.ask({ question: 'What colour is the garden gate?' })
console.log(JSON.stringify(answer.citations))
`,
    )
    const used = await run(process.execPath, ['use.mjs'], app)
    expect(used, used.err).toMatchObject({ code: 0 })
    expect(used.out).toContain('painted green')
  })
})
