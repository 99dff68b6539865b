import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolvePaths } from './resolve-paths.ts'

let base = ''
let root = ''
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'reverie-paths-')))
  root = join(base, 'root')
  mkdirSync(join(root, 'docs'), { recursive: true })
  writeFileSync(join(root, 'docs/a.md'), '')
  writeFileSync(join(base, 'outside.md'), '')
})
afterEach(() => rmSync(base, { recursive: true }))

describe('resolvePaths', () => {
  it('gives paths relative to the root, wherever they were typed', () => {
    expect(resolvePaths(root, ['docs', './docs/a.md', join(root, 'docs'), '.'])).toEqual(['docs', 'docs/a.md', 'docs', ''])
    expect(resolvePaths(root, ['a.md', '..'], join(root, 'docs'))).toEqual(['docs/a.md', ''])
  })

  it('names what does not exist and what lies outside, links included', () => {
    symlinkSync(join(base, 'outside.md'), join(root, 'link.md'))
    expect(() => resolvePaths(root, ['docs', 'nothing.md'])).toThrow('"nothing.md"')
    expect(() => resolvePaths(root, ['../outside.md'])).toThrow('"../outside.md", which is outside')
    expect(() => resolvePaths(root, ['link.md'])).toThrow('"link.md", which is outside')
  })
})
