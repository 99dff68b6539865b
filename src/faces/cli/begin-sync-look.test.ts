import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeGitLook } from '../../adapters/sources/git-look.ts'
import { beginSyncLook } from './begin-sync-look.ts'

let root = ''
let database = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-look-')))
  database = join(root, '.reverie', 'reverie.db')
  mkdirSync(dirname(database))
  writeFileSync(join(root, 'a.md'), 'Text.')
  execFileSync('git', ['init', '-q'], { cwd: root })
  execFileSync('git', ['add', 'a.md'], { cwd: root })
  writeFileSync(database, '')
  truncateSync(database, 16 * 1024 * 1024)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const began = async (words: readonly string[], cwd = root) => {
  beginSyncLook(words, { cwd, environment: {} })
  const look = takeGitLook(root)
  await look?.found
  return look !== null
}

it.skipIf(process.platform !== 'linux')('begins a look only for a sync of a large work tree', async () => {
  expect(await began(['sync'])).toBe(true)
  expect(await began(['-C', basename(root), 'sync', '--json'], dirname(root))).toBe(true)
  expect(await began(['ask', 'What is this?'])).toBe(false)
  expect(await began(['sync', '-C', 'nowhere'])).toBe(false)
  truncateSync(database, 1024)
  expect(await began(['sync'])).toBe(false)
  rmSync(database)
  expect(await began(['sync'])).toBe(false)
})
