import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { ParsedFile } from '../../spec/parser.ts'
import { createParser } from './create-parser.ts'

const parser = createParser()
afterAll(() => parser.close())

const paths =
  'a.md a.mdx a.txt a.rst a.adoc a.html a.json a.yaml a.toml a.ini a.xml a.ts a.tsx a.js a.py a.go a.rs a.java a.c README'.split(' ')

/** Pieces that mean something to one parser or another, so that random texts reach its branches. */
const pieces = [
  '# Title\n',
  '## 1.2 Part {#x}\n',
  '\n\n',
  '\r\n',
  '- item\n',
  '  - nested\n',
  '1. one\n',
  '> quote\n',
  '> [!NOTE]\n',
  '```ts\n',
  '```\n',
  '~~~',
  '| a | b |\n|---|---|\n',
  '| 1 | 2 |\n',
  '**bold. More** ',
  '`code. Code` ',
  '[text](http://a.b/c) ',
  '![alt](x.png)',
  '&amp; ',
  '\\*',
  '<div>',
  '</div>',
  '<p>Text. ',
  '<pre>',
  '<ul><li>',
  '<table><tr><td>',
  '<!-- c -->',
  '---\n',
  'title: x\n',
  ':::tip\n',
  ':::\n',
  'A sentence here. ',
  'e.g. This ',
  'Title\n=====\n',
  '.. note:: x\n',
  '.. code-block:: js\n\n',
  '    indented\n',
  '::\n\n',
  '== Part\n',
  '----\n',
  '|===\n',
  'export function f(a: number) {\n',
  '}\n',
  '/** Comment. {@link X}. @param a b */\n',
  '// line\n',
  'class A {\n',
  'export const a = 1\n',
  'interface B { c: string }\n',
  'def f(x):\n',
  '    """Doc. More."""\n',
  '    return 1\n',
  'func (a *A) B() error {\n',
  'type A struct {\n',
  'pub fn x() {}\n',
  'impl A {\n',
  '/// doc\n',
  '#[x]\n',
  'public class A {\n',
  '{"a": {\n',
  '"b": "A value of several words"',
  ',\n',
  '}}',
  'key: value\n',
  '# a comment of some words\n',
  '[section]\n',
  'x = 1\n',
  '\t',
  '\u{1F600}',
  'é',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '“',
  '。',
] as const

const text = fc.oneof(
  fc
    .array(
      fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) }),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
  fc.string({ maxLength: 200 }),
)

function check({ document, text }: ParsedFile): void {
  let from = 0
  for (const passage of document.passages) {
    const { start, units } = passage
    const end = start + passage.text.length
    expect(start).toBeGreaterThanOrEqual(from)
    expect(passage.text).toBe(text.slice(start, end))
    expect(passage.text.trim()).not.toBe('')
    expect(passage.startLine).toBe(text.slice(0, start).split('\n').length)
    expect(passage.endLine).toBe(text.slice(0, end).split('\n').length)
    expect(passage.symbol === null || passage.kind === 'definition').toBe(true)
    expect(passage.place.every((name) => name !== '' && !name.includes('\n'))).toBe(true)
    let at = 0
    for (const unit of units) {
      expect(unit.start).toBeGreaterThanOrEqual(at)
      expect(unit.end).toBeGreaterThan(unit.start)
      expect(unit.end).toBeLessThanOrEqual(passage.text.length)
      expect(unit.text).not.toBe('')
      at = unit.end
    }
    from = end
  }
}

test('any text in any format: exact slices in order, units inside, lines right, the same again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), text, async (path, content) => {
      const bytes = new TextEncoder().encode(content)
      const file = await parser.parse({ path, bytes })
      check(file)
      expect(await parser.parse({ path, bytes })).toEqual(file)
    }),
    { numRuns: 1500 },
  )
})

test('any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.uint8Array({ maxLength: 120 }), async (path, bytes) => {
      check(await parser.parse({ path, bytes }))
    }),
    { numRuns: 500 },
  )
})

test('line ends do not change what is read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('a.md', 'a.rst', 'a.adoc', 'a.yaml'),
      fc.array(fc.constantFrom(...pieces.filter((piece) => !/[\r\u2028\0\uFEFF]/.test(piece))), { maxLength: 25 }),
      async (path, parts) => {
        const unix = parts.join('')
        const read = async (content: string) =>
          (await parser.parse({ path, bytes: new TextEncoder().encode(content) })).document.passages.flatMap((passage) =>
            passage.units.filter((unit) => unit.embed).map((unit) => unit.text),
          )
        expect(await read(unix.replaceAll('\n', '\r\n'))).toEqual(await read(unix))
      },
    ),
    { numRuns: 300 },
  )
})
