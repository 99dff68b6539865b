import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ReverieError } from '../../spec/errors.ts'
import { checkConfig } from './check-config.ts'
import { configKeys } from './config-schema.ts'
import { configTemplate } from './config-template.ts'
import { workingFolder } from './find-folder.ts'
import { loadConfig } from './load-config.ts'
import { nearestName } from './nearest-name.ts'
import { parseBudget } from './parse-budget.ts'
import { readEnvironment } from './read-environment.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reverie-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Message and hint of what a call throws. */
async function failure(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    if (error instanceof ReverieError) return `${error.code}: ${error.message} ${error.hint}`
    throw error
  }
  return 'nothing thrown'
}

describe('a wrong setting is an error naming the key, the value and what is allowed', () => {
  test.each([
    [{ modle: 'x/y' }, ['unknown key "modle"', 'its value is "x/y"', 'Did you mean "model"?', 'Allowed are model, baseUrl']],
    [{ budget: { usd: '1' } }, ['wrong value for "budget', '"budget" must be "200k", "$0.25"']],
    [{ budget: 'lots' }, ['wrong value for "budget": "lots"']],
    [{ price: { inptu: 1, output: 2 } }, ['"price']],
    [{ policy: { langauge: 'en' } }, ['unknown key "policy.langauge"', 'Did you mean "language"?']],
    [{ freshness: 'never' }, ['wrong value for "freshness": "never"', '"strict" or "bounded"']],
    [{ maxFileBytes: '2MB' }, ['wrong value for "maxFileBytes": "2MB"', 'whole number of bytes']],
    [{ maxWrongHits: 1 }, ['wrong value for "maxWrongHits": 1', 'above 0 and below 0.5']],
    [{ paths: 'docs' }, ['wrong value for "paths": "docs"', 'a list of files and folders']],
    [{ paths: ['docs', 7] }, ['wrong value for "paths.1": 7']],
    [{ baseUrl: 'localhost:1234' }, ['wrong value for "baseUrl"', 'http(s) address']],
    [{ apiKey: 'sk-1234' }, ['unknown key "apiKey" (its value is (hidden))']],
    ['text', ['must hold one object, and holds "text"']],
    [null, ['must hold one object']],
  ])('%j', async (value, parts) => {
    const text = await failure(() => checkConfig(value, 'reverie.config.json'))
    for (const part of ['bad-config: reverie.config.json', ...parts]) expect(text).toContain(part)
  })

  test('in the environment too', async () => {
    expect(await failure(() => readEnvironment({ REVERIE_MODLE: 'x/y' }))).toContain('Did you mean REVERIE_MODEL?')
    expect(await failure(() => readEnvironment({ REVERIE_FRESHNESS: 'never' }))).toContain('wrong value for REVERIE_FRESHNESS: "never"')
    expect(await failure(() => readEnvironment({ REVERIE_MAX_FILE_BYTES: '2MB' }))).toContain(
      'REVERIE_MAX_FILE_BYTES must be a whole number',
    )
    expect(await failure(() => readEnvironment({ REVERIE_MAX_WRONG_HITS: '1%' }))).toContain('wrong value for REVERIE_MAX_WRONG_HITS: "1%"')
    expect(readEnvironment({ REVERIE_MAX_WRONG_HITS: '.005' })).toEqual({ maxWrongHits: 0.005 })
    expect(readEnvironment({ REVERIE_MODEL: '', REVERIE_BUDGET: '200k', REVERIE_DATA: '/x', OTHER: 'y' })).toEqual({
      budget: { tokens: 200_000 },
    })
  })
})

describe('files', () => {
  const load = (flags = {}) => loadConfig({ folder, environment: {}, flags })

  test('a folder without one has the defaults', async () => {
    expect(await load()).toEqual({ folder, config: {}, origins: {}, file: null })
  })

  test('reverie.config.ts is imported as TypeScript', async () => {
    writeFileSync(join(folder, 'reverie.config.ts'), 'const scope: string = ["a", "b"].join("-")\nexport default { scope }\n')
    const { config, origins } = await load()
    expect([config, origins]).toEqual([{ scope: 'a-b' }, { scope: 'file' }])
  })

  test('what init writes is valid, and names every key', async () => {
    writeFileSync(join(folder, 'reverie.config.ts'), configTemplate)
    expect((await load()).config).toEqual({})
    for (const key of configKeys) expect(configTemplate).toContain(`// ${key}:`)
    const other = mkdtempSync(join(folder, 'other-'))
    writeFileSync(join(other, 'reverie.config.ts'), configTemplate.replaceAll(/^ {2}\/\/ (\w+: .*)$/gm, '  $1'))
    const { config } = await loadConfig({ folder: other, environment: {}, flags: {} })
    expect(Object.keys(config).toSorted()).toEqual(configKeys.toSorted())
  })

  test.each([
    ['reverie.config.json', '{ broken', 'could not be read'],
    ['reverie.config.ts', 'export const scope = 1', 'has no default export'],
    ['reverie.config.ts', 'export default {', 'could not be read'],
    ['reverie.config.ts', 'throw new Error("no network")', 'no network'],
  ])('%s holding %j is refused', async (name, text, part) => {
    writeFileSync(join(folder, name), text)
    expect(await failure(load)).toContain(part)
  })

  test('both forms at once are refused', async () => {
    writeFileSync(join(folder, 'reverie.config.ts'), 'export default {}')
    writeFileSync(join(folder, 'reverie.config.json'), '{}')
    expect(await failure(load)).toContain('Keep one of them.')
  })

  test('a byte order mark is no error', async () => {
    writeFileSync(join(folder, 'reverie.config.json'), '\uFEFF{ "scope": "a" }')
    expect((await load()).config.scope).toBe('a')
  })
})

describe('budgets', () => {
  test.each([
    ['200k', { tokens: 200_000 }],
    ['1.5M', { tokens: 1_500_000 }],
    ['200_000 tokens', { tokens: 200_000 }],
    ['0', { tokens: 0 }],
    ['$0.25', { usd: 0.25 }],
    ['$.5', { usd: 0.5 }],
    ['2usd', { usd: 2 }],
    ['200k, $0.25', { tokens: 200_000, usd: 0.25 }],
  ])('%s', (text, budget) => expect(parseBudget(text)).toEqual(budget))

  test.each(['', 'lots', '-5', '$5k', '0.25', '5 apples', '1e3'])('%j is refused', async (text) => {
    expect(await failure(() => parseBudget(text))).toMatch(/^bad-argument: A budget /)
  })
})

test('the checkout script works where the person is, other scripts where they run', () => {
  const script = { npm_package_name: '@reverie/reverie', npm_lifecycle_event: 'reverie', INIT_CWD: '/docs' }
  expect(workingFolder('/checkout', script)).toBe('/docs')
  expect(workingFolder('/app', { ...script, npm_package_name: 'app' })).toBe('/app')
  expect(workingFolder('/app', {})).toBe('/app')
})

test('a name far from all others has no nearest', () => {
  expect(nearestName('max-file-bytes', configKeys)).toBe('maxFileBytes')
  expect(nearestName('zebra', configKeys)).toBeNull()
})
