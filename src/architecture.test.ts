import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The folders of `src/` in their order: a folder imports only from itself and from those before it. */
const stages = ['spec', 'ledger', 'corpus', 'retrieve', 'lineage', 'distil', 'predict', 'preanswer', 'cache', 'ask', 'sleep']
const order = [...stages, 'adapters', 'faces', 'testing']

interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string
  readonly text: string
  readonly isTest: boolean
}

const files = readFiles('src/**/*.ts')
const sources = files.filter((file) => !file.isTest)
const everything = [...files, ...readFiles('{bench,tools,bin,page}/**/*.{ts,tsx,js,mjs}'), ...readFiles('*.ts')]

describe('folders', () => {
  test('import only from folders before them', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file).flatMap(({ text, target }) => {
        const [from, to] = [folderOf(file.path), folderOf(target)]
        return mayImport(from, to) ? [] : [`${file.path} imports ${text} (${from} → ${to})`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('tests import only what their folder may, and src/testing', () => {
    const wrong = files
      .filter((file) => file.isTest && stages.includes(folderOf(file.path)))
      .flatMap((file) =>
        importsOf(file).flatMap(({ text, target }) => (folderOf(target) === 'faces' ? [`${file.path} imports ${text}`] : [])),
      )
    expect(wrong).toEqual([])
  })

  test('hold nothing but the known stages', () => {
    const folders = new Set(sources.map((file) => folderOf(file.path)))
    expect([...folders].filter((folder) => !order.includes(folder))).toEqual([])
  })

  test('have every relative import resolve to a file', () => {
    // Tests hold code of others in their texts; their own imports fail when they run.
    const missing = everything
      .filter((file) => !file.isTest)
      .flatMap((file) =>
        importsOf(file).flatMap(({ text, target }) =>
          target.startsWith('dist/') || existsSync(join(root, target)) ? [] : [`${file.path} imports ${text}`],
        ),
      )
    expect(missing).toEqual([])
  })

  test('take no adapter or package of one where a stage could use a port', () => {
    const adapterPackages = ['node:sqlite', 'pg', '@lat.md/embed', 'web-tree-sitter', 'htmlparser2', '@secretlint/core', 'commander']
    const wrong = sources.flatMap((file) =>
      stages.includes(folderOf(file.path))
        ? adapterPackages.filter((name) => file.text.includes(`from '${name}'`)).map((name) => `${file.path} imports ${name}`)
        : [],
    )
    expect(wrong).toEqual([])
  })
})

describe('files', () => {
  test('have at most 500 lines, and in the median at most 120', () => {
    const lengths = everything.map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
    expect(lengths.filter(({ lines }) => lines > 500)).toEqual([])
    const sorted = lengths.map(({ lines }) => lines).toSorted((left, right) => left - right)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(120)
  })

  test('are named in kebab-case after what they hold', () => {
    const wrong = everything
      .map((file) => basename(file.path))
      .filter(
        (name) =>
          !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|prop\.test|config|bench))?\.(?:ts|tsx|js|mjs)$/.test(name) ||
          /^(?:utils?|helpers?|misc|common)\./.test(name),
      )
    expect(wrong).toEqual([])
  })

  test('hold no `any`, no non-null assertion and no default export', () => {
    const rules: readonly (readonly [string, RegExp])[] = [
      ['any', /(?:(?<!\?):\s*|\bas\s+|<)any\b(?=\s*(?:[;,)=\]}>|]|$))/m],
      ['non-null assertion', /[\w)\]]!(?:[.;,)\][]|$)/m],
      ['default export', /^export default\b/m],
    ]
    const wrong = everything
      .filter((file) => file.path.endsWith('.ts') && !file.path.endsWith('.config.ts'))
      .flatMap((file) => {
        const code = withoutText(file.text)
        return rules.filter(([, pattern]) => pattern.test(code)).map(([rule]) => `${file.path}: ${rule}`)
      })
    expect(wrong).toEqual([])
  })

  test('of stages re-export nothing', () => {
    const barrels = sources.filter(
      (file) => stages.includes(folderOf(file.path)) && (/^export \*/m.test(file.text) || basename(file.path) === 'index.ts'),
    )
    expect(barrels.map((file) => file.path)).toEqual([])
  })

  test('of stages take time and chance from outside', () => {
    const ports = ['src/spec/clock.ts', 'src/spec/random.ts']
    const wrong = sources.filter(
      (file) =>
        stages.includes(folderOf(file.path)) &&
        !ports.includes(file.path) &&
        /\b(?:Date\.now|Math\.random|performance\.now|setTimeout|setInterval)\(|\bnew Date\(\)/.test(withoutText(file.text)),
    )
    expect(wrong.map((file) => file.path)).toEqual([])
  })

  test('take no JSON text for a key', () => {
    const wrong = sources.filter((file) => /\.(?:get|has|set|add)\(JSON\.stringify\(/.test(file.text))
    expect(wrong.map((file) => file.path)).toEqual([])
  })
})

describe('the repository', () => {
  test('names no place of one machine', () => {
    // Put together here, so that this file does not name them either.
    const places = [
      ['', 'root', ''],
      ['', 'home', ''],
      ['', 'work', ''],
      ['', 'Users', ''],
    ].map((parts) => parts.join('/'))
    const texts = [...everything, ...readFiles('*.{md,json}'), ...readFiles('docs/**/*.md')]
    const wrong = texts.flatMap((file) =>
      places.filter((place) => new RegExp(`(?<![\\w.~/-])${place}[\\w.-]+/`).test(file.text)).map((place) => `${file.path}: ${place}`),
    )
    expect(wrong).toEqual([])
  })

  test('locks every package with its integrity', () => {
    const lock: {
      readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string; readonly link?: boolean }>>
    } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
    const installed = Object.entries(lock.packages).filter(([path, one]) => path.startsWith('node_modules/') && one.link !== true)
    expect(installed.length).toBeGreaterThan(50)
    expect(installed.flatMap(([path, one]) => (one.integrity === undefined ? [path] : []))).toEqual([])
  })
})

function readFiles(pattern: string): readonly SourceFile[] {
  return globSync(pattern, { cwd: root, exclude: (path) => /(?:^|\/)(?:node_modules|dist|fixtures|out)$/.test(String(path)) })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== 'package-lock.json')
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8'), isTest: /\.test\.ts$/.test(path) }))
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true
  // A face composes everything; an adapter knows the ports alone; what is for testing may use all of them.
  if (from === 'adapters') return to === 'spec'
  return order.indexOf(to) < order.indexOf(from)
}

/** Relative imports (static, dynamic, workers by URL) with what they point at, relative to the repository. */
function importsOf(file: SourceFile): readonly { readonly text: string; readonly target: string }[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^import\s+|new URL\(\s*)'(\.{1,2}\/[^']+\.(?:ts|js|mjs|json))'/gm
  return [...file.text.matchAll(pattern)].flatMap((match) => {
    const text = match[1]
    if (text === undefined) return []
    return [{ text, target: relative(root, resolve(root, dirname(file.path), text)).replaceAll('\\', '/') }]
  })
}

/** The code without its comments, strings and templates, line by line. */
function withoutText(code: string): string {
  return code
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''")
    .replaceAll(/\/\/.*$/gm, '')
}
