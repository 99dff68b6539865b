import { afterAll, expect, test } from 'vitest'
import { createParser } from '../create-parser.ts'

const parser = createParser()
afterAll(() => parser.close())

async function parse(text: string) {
  return (await parser.parse({ path: 'a.html', bytes: new TextEncoder().encode(text) })).document
}

test('headings, paragraphs, lists, tables, code; scripts, styles and navigation left out', async () => {
  const document = await parse(`<!doctype html><html><head><title>Site &amp; Co</title><style>p { x: y }</style></head><body>
<nav><a href="/">Home</a></nav><div class="sidebar">Menu</div>
<h1>The <em>Guide</em></h1>
<p>First &lt;one&gt; is <b>here</b>. Second<br>is <code>a. B</code> there.</p>
<script>alert(1)</script>
<h2>1. Parts</h2>
<ul><li>One</li><li>Two <ul><li>nested</li></ul></li></ul>
<table><tr><th>Name</th><th>Value</th></tr><tr><td>a</td><td>1</td></tr></table>
<pre><code class="language-js">run()
</code></pre>
<dl><dt>Term</dt><dd>Meaning</dd><dt>Other</dt><dd>Thing</dd></dl>
Loose text with a <a href="x.html">link</a>.
</body></html>`)
  expect(document.title).toBe('The Guide')
  expect(
    document.passages.map((passage) => `${passage.kind} [${passage.place}] ${passage.units.map((unit) => unit.text.trim()).join(' | ')}`),
  ).toEqual([
    'prose [] First <one> is here. | Second is a. B there.',
    'list [Parts] One | Two nested',
    'table [Parts] Name: a; Value: 1',
    'code [Parts] run()',
    'list [Parts] Term: Meaning | Other: Thing',
    'prose [Parts] Loose text with a link.',
  ])
  expect(document.passages[3]?.language).toBe('js')
  expect(document.links).toContainEqual({ text: 'link', target: 'x.html', line: 12 })
})

test('units are slices of the source, tags that open a sentence included', async () => {
  const [passage] = (await parse('<p>One &amp; only. <b>Two</b> is <i>here</i>.</p>')).passages
  expect(passage?.units.map((unit) => passage.text.slice(unit.start, unit.end))).toEqual(['One &amp; only.', '<b>Two</b> is <i>here</i>.'])
})

test('without a first heading the title is the page title', async () => {
  expect((await parse('<title>Page</title><p>Text.</p>')).title).toBe('Page')
})

test('a page nested deeper than the stack is read by paragraphs and said', async () => {
  expect((await parse('<div>'.repeat(3000))).warnings).toEqual(['elements nested too deep: read by paragraphs'])
})
