import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shapeOf } from './readme-block.ts'
import { runDemo } from './run-demo.ts'
import { script } from './script.ts'

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')

/** Sections by their numbered titles. */
function titles(output: string): readonly string[] {
  return output.split('\n').filter((line) => /^\d · /.test(line))
}

/** How each question was served, in order; a miss may be predicted one day, so its words are not compared. */
function served(output: string): readonly string[] {
  return [...output.matchAll(/^ {4}(hit|live|none) · /gm)].map((match) => match[1] ?? '')
}

describe('the demo', () => {
  it('does what its block in the README shows', { timeout: 240_000 }, async () => {
    const lines: string[] = []
    await runDemo({ model: null, usd: null, print: (line) => lines.push(line) })
    const output = lines.join('\n')
    const block = /<!-- demo -->\n```text\n([\s\S]*?)\n```\n<!-- \/demo -->/.exec(readme)?.[1] ?? ''
    expect(titles(shapeOf(block))).toEqual(titles(shapeOf(output)))
    expect(served(block)).toEqual(served(output))
    expect(served(output)).toEqual(['live', 'hit', 'hit', 'none', 'none', 'live', 'hit', 'live'])
    expect(output).toContain('guard')
    expect(output).toContain(`? ${script.trap}`)
    expect(output).toMatch(/of (\d+) prepared answers \d+ are still hits/)
    expect(output).toMatch(/from scratch +.*\n.*live on what sleep prepared.*\n.*hit/)
  })
})
