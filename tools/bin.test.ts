import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../bin/reverie.js', import.meta.url))
const launcher = fileURLToPath(new URL('node.mjs', import.meta.url))
const main = fileURLToPath(new URL('../src/faces/cli/main.ts', import.meta.url))

describe('bin/reverie.js', () => {
  test('says in one sentence what an old Node needs, before anything else is loaded', () => {
    const script = `Object.defineProperty(process.versions, 'node', { value: '20.1.0' }); import(${JSON.stringify(pathToFileURL(bin).href)})`
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      /^Reverie needs Node 24 or newer and this is v\S+: install Node 24 \(https:\/\/nodejs\.org\) and run it again\.\n$/,
    )
  })
})

describe('from a checkout', () => {
  test('the launcher passes arguments, output and exit code through', () => {
    expect(execFileSync(process.execPath, [launcher, main, '--version'], { encoding: 'utf8' })).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(spawnSync(process.execPath, [launcher, main, '-C', 'nowhere', 'status']).status).toBe(2)
  })

  test('a reader that leaves early is no failure', () => {
    const folder = mkdtempSync(join(tmpdir(), 'reverie-pipe-'))
    const shell = spawnSync('sh', ['-c', `"$0" "$1" help --all | head -n 1; echo "$?"`, process.execPath, main], {
      cwd: folder,
      encoding: 'utf8',
    })
    rmSync(folder, { recursive: true })
    expect([shell.stdout.trim().split('\n').at(-1), shell.stderr]).toEqual(['0', ''])
  })
})
