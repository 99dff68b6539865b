import { describe, expect, it } from 'vitest'
import type { PassageKind } from '../../spec/parser.ts'
import { passageState, quoteIn } from '../../testing/passage-state.ts'
import { sameProjection } from './same-projection.ts'

const follow = (kind: PassageKind, language: string | null, before: string, after: string, part: string) => {
  const old = passageState(kind, before, language)
  const next = passageState(kind, after, language)
  const found = sameProjection(quoteIn(old, part), old, next)
  if (found !== null) expect(next.text.slice(found.start, found.end)).toBe(found.text)
  return found?.text ?? null
}

describe('same-projection', () => {
  it.each([
    [
      'code formatted anew',
      'code',
      'typescript',
      'if (a) { run({ wait: 10 }) }',
      'if (a) {\n  run({\n    wait: 10,\n  })\n}',
      '{ wait: 10 }',
      '{\n    wait: 10,\n  }',
    ],
    ['code indented', 'definition', 'go', 'func a() {\n  b()\n}', 'func a() {\n\tb()\n}', 'b()', 'b()'],
    [
      'imports sorted',
      'code',
      'ts',
      "import b from 'b'\nimport a from 'a'\nrun()",
      "import a from 'a'\nimport b from 'b'\nrun()",
      "import b from 'b'",
      "import b from 'b'",
    ],
    [
      'imports of Python sorted',
      'code',
      'python',
      'import b\nfrom a import c\nrun()',
      'from a import c\nimport b\nrun()',
      'run()',
      'run()',
    ],
    ['Python indented otherwise', 'code', 'python', 'if a:\n  b()\nc()', 'if a:\n    b()\n\nc()', 'b()', 'b()'],
    ['a script indented', 'code', 'sh', 'if a; then\nb\nfi', 'if a; then\n  b\nfi', 'b\nfi', 'b\nfi'],
    [
      'a table padded',
      'table',
      null,
      '| a | b |\n|---|---|\n| one two | 3 |',
      '| a       | b    |\n| :------ | ---- |\n| one two | 3    |',
      '| one two | 3 |',
      '| one two | 3    |',
    ],
    ['other bullets', 'list', null, '- one\n- two three', '* one\n* two\n  three', 'two three', 'two\n  three'],
    ['numbers closed by a bracket', 'list', null, '1. one\n2. two', '1) one\n2) two', 'two', 'two'],
    ['stars for underscores', 'prose', null, 'It is _never_ done.', 'It is *never* done.', 'It is _never_ done.', 'It is *never* done.'],
  ] as const)('holds for %s', (_, kind, language, before, after, part, found) => {
    expect(follow(kind, language, before, after, part)).toBe(found)
  })

  it.each([
    ['another value', 'code', 'ts', 'run({ wait: 10 })', 'run({ wait: 20 })', 'run'],
    ['white space in a string', 'code', 'ts', "run('a b')", "run('a  b')", 'run'],
    ['a line break that ends a statement', 'code', 'ts', 'return a', 'return\na', 'a'],
    ['Python under another condition', 'code', 'python', 'if a:\n  b()\n  c()', 'if a:\n  b()\nc()', 'c()'],
    ['joined lines of a script', 'code', 'sh', 'a\nb', 'a b', 'b'],
    ['an item under another', 'list', null, '- one\n- two', '- one\n  - two', 'two'],
    ['another number of an item', 'list', null, '1. one\n2. two', '1. one\n3. two', 'two'],
    ['other order of statements', 'code', 'ts', 'a()\nb()', 'b()\na()', 'a()'],
    ['a cell in another column', 'table', null, '| a | b |\n|---|---|\n| x | |', '| a | b |\n|---|---|\n| | x |', 'x'],
    ['data', 'data', 'yaml', 'a:\n  b: 1', 'a:\n    b: 1', 'b: 1'],
    ['a word', 'prose', null, 'It is _never_ done.', 'It is _always_ done.', 'done'],
  ] as const)('does not hold for %s', (_, kind, language, before, after, part) => {
    expect(follow(kind, language, before, after, part)).toBeNull()
  })

  it('does not follow a quote of imports that no longer stand together', () => {
    const before = "import b from 'b'\nimport a from 'a'\nimport c from 'c'"
    const after = "import a from 'a'\nimport b from 'b'\nimport c from 'c'"
    expect(follow('code', 'ts', before, after, "import a from 'a'\nimport c from 'c'")).toBeNull()
  })
})
