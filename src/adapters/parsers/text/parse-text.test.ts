import { afterAll, describe, expect, test } from 'vitest'
import type { ParsedDocument } from '../../../spec/parser.ts'
import { createParser } from '../create-parser.ts'

const parser = createParser()
afterAll(() => parser.close())

async function parse(path: string, text: string): Promise<ParsedDocument> {
  return (await parser.parse({ path, bytes: new TextEncoder().encode(text) })).document
}

async function outline(path: string, text: string): Promise<readonly string[]> {
  return (await parse(path, text)).passages.map((passage) => {
    const units = passage.units.map((unit) => (unit.embed ? unit.text : `(${unit.text})`))
    return `${passage.kind}${passage.language === null ? '' : ` ${passage.language}`} [${passage.place.join(' > ')}]: ${units.join(' | ')}`
  })
}

describe('plain text', () => {
  test('underlined headings, paragraphs, lists', async () => {
    const text = 'The Tool\n========\n\nIt works. It is\nsmall.\n\nUsage\n-----\n\n* one\n* two and\n  more\n\nEnd.\n'
    expect((await parse('README', text)).title).toBe('The Tool')
    expect(await outline('README', text)).toEqual([
      'prose []: It works. | It is small.',
      'list [Usage]: one | two and more',
      'prose [Usage]: End.',
    ])
  })

  test('empty and blank files have no passages', async () => {
    for (const path of ['a.txt', 'a.md', 'a.ts', 'a.html', 'a.json']) expect((await parse(path, ' \r\n\t\n')).passages).toEqual([])
  })
})

describe('reStructuredText', () => {
  test('headings by their order, roles, literals, links, directives', async () => {
    const text = `=====
Title
=====

.. _label:

Call :py:func:\`~os.path.join\` or \`\`x. Y\`\`, see \`the docs <http://a.b>\`_ and :rfc:\`5322\`::

   literal()

1.1 Part
========

.. note:: Mind it.

.. code-block:: python

   run()

.. deprecated:: 3.2
   Use other.

.. image:: x.png
   :alt: nothing

.. a comment
   of two lines

Sub
---

- one
- two *three*
`
    const document = await parse('a.rst', text)
    expect(document.title).toBe('Title')
    expect(document.links).toEqual([{ text: 'the docs', target: 'http://a.b', line: 7 }])
    expect(await outline('a.rst', text)).toEqual([
      'prose []: Call join or x. Y, see the docs and RFC 5322:',
      'code []: (   literal())',
      'prose [Part]: Mind it.',
      'code python [Part]: (   run())',
      'prose [Part]: Part: Deprecated since version 3.2: Use other.',
      'list [Part > Sub]: one | two three',
    ])
  })

  test('definition lists and both kinds of table', async () => {
    const text =
      'Model\n    What it is.\n\n=====  =======\nName   Meaning\n=====  =======\na      first\nb      second\n=====  =======\n\n+---+-----+\n| N | M   |\n+===+=====+\n| x | ten |\n+---+-----+\n'
    expect(await outline('a.rst', text)).toEqual([
      'prose []: Model: What it is.',
      'table []: Name: a; Meaning: first | Name: b; Meaning: second',
      'table []: N: x; M: ten',
    ])
  })
})

test('AsciiDoc: headings, blocks, lists, tables, macros', async () => {
  const text = `= Title
:toc:

See link:http://a.b[the docs] and *bold* \`code\`.

== Part

// comment
[source,ruby]
----
run
----

NOTE: Mind it.

* one
** nested

|===
|Name |Value

|a |1
|===
`
  expect((await parse('a.adoc', text)).title).toBe('Title')
  expect(await outline('a.adoc', text)).toEqual([
    'prose []: See the docs and bold code.',
    'code ruby [Part]: (run)',
    'prose [Part]: NOTE: Mind it.',
    'list [Part]: one | nested',
    'table [Part]: Name: a; Value: 1',
  ])
})
