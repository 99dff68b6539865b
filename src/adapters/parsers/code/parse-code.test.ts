import { afterAll, describe, expect, test } from 'vitest'
import type { ParsedDocument, ParsedPassage } from '../../../spec/parser.ts'
import { createParser } from '../create-parser.ts'

const parser = createParser()
afterAll(() => parser.close())

async function parse(path: string, text: string): Promise<ParsedDocument> {
  return (await parser.parse({ path, bytes: new TextEncoder().encode(text) })).document
}

/** `kind path exported: signature // comment` of every definition; other passages by kind and lines. */
async function outline(path: string, text: string): Promise<readonly string[]> {
  return (await parse(path, text)).passages.map((passage) => {
    const { symbol } = passage
    if (symbol === null) return `(${passage.kind} ${passage.startLine}-${passage.endLine})`
    const comment = symbol.comment === '' ? '' : ` // ${symbol.comment.replaceAll('\n', ' ')}`
    return `${symbol.kind} ${symbol.path}${symbol.exported ? '' : ' (private)'}: ${symbol.signature}${comment}`
  })
}

describe('TypeScript and JavaScript', () => {
  test('definitions with their comments; the rest grouped', async () => {
    const text = `import a from 'a'
import b from 'b'

/** Adds. See {@link b}. */
export async function add(x: number, y = 1): Promise<number> {
  return x + y
}

type Id = string
export interface Options<T> extends Base {
  /** How many. */
  count?: T
}
export enum Color { Red = 'r', Green = 'g' }
export const limit = 30
const helper = (a: string) => a.trim()
const unnamed = compute()
run(unnamed)
export default class extends Base {}
`
    expect(await outline('a.ts', text)).toEqual([
      '(code 1-2)',
      'function add: async function add(x: number, y = 1): Promise<number> // Adds. See b.',
      'type Id (private): type Id = string',
      'interface Options: interface Options<T> extends Base',
      "enum Color: enum Color { Red = 'r', Green = 'g' }",
      'constant limit: const limit = 30',
      'function helper (private): const helper = (a: string)',
      '(code 17-18)',
      'class default: class extends Base',
    ])
  })

  test('exports apart from their definitions, in both module systems', async () => {
    expect(await outline('a.js', 'function a() {}\nfunction b() {}\nfunction c() {}\nexport { a, b as z }\n')).toEqual([
      'function a: function a()',
      'function b: function b()',
      'function c (private): function c()',
      '(code 4-4)',
    ])
    expect(
      await outline('b.js', 'function a() {}\nfunction b() {}\nmodule.exports = { a }\nexports.c = function (x) { return x }\n'),
    ).toEqual(['function a: function a()', 'function b (private): function b()', '(code 3-3)', 'function c: exports.c = function (x)'])
    expect(await outline('c.js', 'function A() {}\nA.prototype.run = function (x) {}\nmodule.exports = A\n')).toEqual([
      'function A: function A()',
      'method A.run: A.prototype.run = function (x)',
      '(code 3-3)',
    ])
  })

  test('a small class is one passage, a large one gives its methods their own', async () => {
    const body = '    this.work()\n'.repeat(30)
    const text = (lines: string): string =>
      `/** Routes. */\nexport class Router {\n  #map = new Map()\n\n  /** Adds a route. */\n  add(path: string): void {\n${lines}  }\n\n  #hide() {\n${lines}  }\n  private inner = () => {}\n}\n`
    expect(await outline('a.ts', text(''))).toEqual(['class Router: class Router // Routes.'])
    expect(await outline('a.ts', text(body.repeat(2)))).toEqual([
      'class Router: class Router // Routes.',
      'method Router.add: add(path: string): void // Adds a route.',
      'method Router.#hide (private): #hide()',
      'method Router.inner (private): private inner = ()',
    ])
  })

  test('overloads are one definition; declarations and namespaces', async () => {
    expect(
      await outline('a.ts', 'export function f(a: string): void\nexport function f(a: number): void\nexport function f(a: unknown) {}\n'),
    ).toEqual(['function f: function f(a: string): void'])
    expect(
      await outline('a.d.ts', "declare module 'x' {\n  export function g(): void\n}\nexport declare namespace N {\n  const z = 1\n}\n"),
    ).toEqual(['(code 1-1)', 'function x.g: function g(): void', '(code 4-4)', 'constant N.z (private): const z = 1'])
  })

  test('units: the symbol first, sentences of a long comment, commented members, bodies by words', async () => {
    const long = `/**\n * Opens the store. ${'It waits until the file is there and then reads it. '.repeat(6)}\n * @param path where it is\n * @deprecated Use openAll.\n */\nexport function open(path: string) {\n  return read(path)\n}\n`
    const [passage] = (await parse('a.ts', long)).passages
    const embedded = passage?.units.filter((unit) => unit.embed).map((unit) => unit.text) ?? []
    expect(embedded[0]).toBe('Opens the store.')
    expect(embedded.at(-1)).toMatch(/^open function open\(path: string\) Opens the store\. It waits/)
    expect(embedded.at(-1)?.length).toBeLessThanOrEqual(240)
    expect(embedded).toHaveLength(4)
    expect(passage?.units.map((unit) => unit.text)).toContain('Parameter path where it is')
    expect(passage?.units.at(-1)).toMatchObject({ embed: false, text: '{\n  return read(path)\n}' })
    const [options] = (
      await parse('b.ts', 'export interface Options {\n  /** The port it listens on. */\n  port?: number\n  host: string\n}\n')
    ).passages
    expect(options?.units.map((unit) => `${unit.embed ? 'E' : '.'} ${unit.text}`)).toEqual([
      'E Options interface Options',
      'E Options.port port?: number The port it listens on.',
      '. Options.host host: string',
    ])
  })

  test('a body too long for one passage goes on in code passages at the same place', async () => {
    const { passages } = await parse('a.ts', `export function long() {\n${'  step(one, two, three)\n'.repeat(400)}}\n`)
    expect(passages.map((passage) => passage.kind)).toEqual(['definition', ...Array.from({ length: passages.length - 1 }, () => 'code')])
    expect(new Set(passages.map((passage: ParsedPassage) => passage.place.join()))).toEqual(new Set(['long']))
  })

  test('the file comment is prose and may be the title; licences and directives are not', async () => {
    const document = await parse(
      'a.ts',
      '/* Copyright 2020 Someone. Licensed under MIT. */\n\n/**\n * @module\n * Cookie helper for Hono.\n */\n\nimport a from "a"\n',
    )
    expect(document.title).toBe('Cookie helper for Hono')
    expect(document.passages.map((passage) => passage.units.filter((unit) => unit.embed).length)).toEqual([0, 1, 0])
    expect((await parse('b.ts', '// eslint-disable no-console\nexport const a = 1\n')).title).toBe(null)
    expect((await parse('c.js', '#!/usr/bin/env node\n// Runs the thing.\n\nrun()\n')).title).toBe('Runs the thing')
  })

  test('broken code is still read', async () => {
    const names = (await outline('a.ts', 'export function ok() { return 1 }\nexport function broken( {\nclass X {\n')).join()
    expect(names).toContain('function ok')
    expect((await parse('min.js', `${'a=1;'.repeat(3000)}`)).warnings).toEqual(['minified code: read by lines'])
  })
})

test('Python: docstrings, decorators, __all__, methods', async () => {
  const text = `"""Text tools.

More about them."""
import re

MAX: int = 3

@cache
def fold(text, width=70):
    """Fold text. Return lines."""
    return text

def _hidden(): pass

class Box(Base):
    """Holds things."""
    def open(self) -> None:
        pass
`
  expect((await parse('a.py', text)).title).toBe('Text tools')
  expect(await outline('a.py', text)).toEqual([
    '(prose 1-3)',
    '(code 4-4)',
    'constant MAX: MAX: int = 3',
    'function fold: def fold(text, width=70) // Fold text. Return lines.',
    'function _hidden (private): def _hidden()',
    'class Box: class Box(Base) // Holds things.',
  ])
  expect((await outline('b.py', '__all__ = ["a"]\ndef a(): pass\ndef b(): pass\n')).slice(1)).toEqual([
    'function a: def a()',
    'function b (private): def b()',
  ])
})

test('Go: methods by receiver, grouped types, capitals', async () => {
  const text = `// Package box holds.
package box

// Box is one.
type Box struct {
	Size int
}

type (
	Lid interface{ Close() error }
	id  = int
)

// Open opens it.
func (b *Box[T]) Open(force bool) error { return nil }
func helper() {}
`
  expect(await outline('a.go', text)).toEqual([
    '(prose 1-1)',
    '(code 2-2)',
    'class Box: type Box struct // Box is one.',
    'interface Lid: Lid interface',
    'type id (private): id = int',
    'method Box.Open: func (b *Box[T]) Open(force bool) error // Open opens it.',
    'function helper (private): func helper()',
  ])
})

test('Rust: impl blocks, attributes, traits, pub', async () => {
  const text = `//! A crate.
use std::io;

/// A box.
#[derive(Debug)]
pub struct Box<T> { pub size: T }
impl<T> Box<T> {
    /// Opens it.
    pub fn open(&self) -> u8 { 1 }
    fn hide(&self) {}
}
impl Lid for Box<u8> { fn close(&self) {} }
pub enum Kind { One, Two(u8) }
pub(crate) fn helper() {}
`
  expect(await outline('a.rs', text)).toEqual([
    '(prose 1-1)',
    '(code 2-2)',
    'class Box: pub struct Box<T> // A box.',
    '(code 7-7)',
    'method Box.open: pub fn open(&self) -> u8 // Opens it.',
    'method Box.hide (private): fn hide(&self)',
    '(code 12-12)',
    'method Box.close: fn close(&self)',
    'enum Kind: pub enum Kind { One, Two }',
    'function helper (private): pub(crate) fn helper()',
  ])
})

test('Java: public types and members, annotations left out of signatures', async () => {
  const body = '    work();\n'.repeat(200)
  const text = `package a.b;

/** Holds. */
@Deprecated
public class Box<T> extends Base {
  private int size = 1;
  /** Opens {@code it}. */
  @Override
  public void open(int force) throws Error {
${body}  }
  void hide() {}
}
`
  expect(await outline('A.java', text)).toEqual([
    '(code 1-1)',
    'class Box: public class Box<T> extends Base // Holds.',
    'method Box.open: public void open(int force) throws Error // Opens it.',
    'method Box.hide (private): void hide()',
  ])
})

test('other languages by paragraph', async () => {
  const { passages, language } = await parse('a.c', `int a;\nint b;\n\n${'void f(void) { return; }\n'.repeat(60)}\nint c;\n`)
  expect(language).toBe('c')
  expect(passages.map((passage) => passage.kind)).toEqual(['code', 'code', 'code'])
})
