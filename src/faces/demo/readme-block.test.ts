import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runDemo } from './run-demo.ts'
import { script } from './script.ts'

const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')

/** Replaces what changes from run to run, so that two runs of the demo have one shape: times, counts, ids, money. */
function shapeOf(output: string): string {
  return output
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/why [a-z0-9]+/g, 'why ID')
        .replaceAll(/\((?:sync|embed|match|read|fresh)[^)]*\)/g, '(TIMES)')
        .replaceAll(/just now|\d+ s ago/g, 'WHEN')
        .replaceAll(/\$?\d[\d,.]*/g, 'N')
        .replaceAll(/N (?:ms|s|min)(?: N s)?/g, 'N s')
        .replaceAll(/ +/g, ' ')
        .trimEnd(),
    )
    .join('\n')
}

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
    // What the script asks about; `npm run demo` itself reads everything.
    const parts = ['docs/guarantees.md', 'docs/configuration.md', 'src/faces/reverie.ts']
    await runDemo({ model: null, usd: null, parts, print: (line) => lines.push(line) })
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
