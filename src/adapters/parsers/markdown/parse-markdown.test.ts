import { afterAll, describe, expect, test } from 'vitest'
import type { ParsedDocument } from '../../../spec/parser.ts'
import { createParser } from '../create-parser.ts'

const parser = createParser()
afterAll(() => parser.close())

async function parse(text: string, path = 'a.md'): Promise<ParsedDocument> {
  return (await parser.parse({ path, bytes: new TextEncoder().encode(text) })).document
}

/** Passages as `kind [place]: unit | unit`, units that are not embedded in parentheses. */
async function outline(text: string): Promise<readonly string[]> {
  return (await parse(text)).passages.map((passage) => {
    const units = passage.units.map((unit) => (unit.embed ? unit.text : `(${unit.text})`))
    return `${passage.kind} [${passage.place.join(' > ')}]: ${units.join(' | ')}`
  })
}

describe('places', () => {
  test('heading paths without title, numbering, anchors, markup and pictographs', async () => {
    const text =
      '# The *Guide*\n\nIntro here.\n\n## 1.2 `app.get()` {#get}\n\nText one.\n\n### 🚀 Fast [mode](x.md):\n\nText two.\n\n## 2024 in review\n\nText three.\n'
    expect((await parse(text)).title).toBe('The Guide')
    expect(await outline(text)).toEqual([
      'prose []: Intro here.',
      'prose [app.get()]: Text one.',
      'prose [app.get() > Fast mode]: Text two.',
      'prose [2024 in review]: Text three.',
    ])
  })

  test('versions are names; sections of equal level without a title keep their names', async () => {
    const text = '## 1.2.3 (2024-01-01)\n\nFixed it.\n\n## 1.2.2 (2023-12-01)\n\nBroke it.\n'
    expect((await parse(text)).title).toBe(null)
    expect(await outline(text)).toEqual(['prose [1.2.3 (2024-01-01)]: Fixed it.', 'prose [1.2.2 (2023-12-01)]: Broke it.'])
  })

  test('the title comes from front matter, then the first heading, then HTML', async () => {
    expect((await parse('---\ntitle: "From front"\n---\n\n# Heading\n\nText.\n')).title).toBe('From front')
    expect((await parse('Text.\n\nSetext\n===\n\nMore.\n')).title).toBe('Setext')
    expect((await parse('<h1 align="center">Html &amp; Co</h1>\n\n## Install\n\nText.\n')).title).toBe('Html & Co')
    expect((await parse('+++\ntitle = "Toml"\n+++\nText.\n')).title).toBe('Toml')
  })
})

describe('blocks', () => {
  test('paragraphs of a section group; code stands alone with its language', async () => {
    const text = '# T\n\nOne is here.\n\nTwo is here.\n\n```ts twoslash\nconst a = 1\n```\n\nThree.\n'
    expect(await outline(text)).toEqual(['prose []: One is here. | Two is here.', 'code []: (const a = 1)', 'prose []: Three.'])
    expect((await parse(text)).passages[1]?.language).toBe('ts')
  })

  test('a list takes the line that introduces it; nested items stay with their parent', async () => {
    expect(await outline('The options are:\n\n- **name**: its name\n  - short\n  - long\n- [x] `size` of it\n')).toEqual([
      'list []: The options are: | name: its name: short; long | size of it',
    ])
  })

  test('a long item is read by sentence, its code apart', async () => {
    const sentence = 'This sentence is here to make the item longer than one unit may be. '
    const [passage] = (await parse(`- ${sentence.repeat(5)}\n\n  \`\`\`js\n  run()\n  \`\`\`\n- Short.\n`)).passages
    expect(passage?.units.map((unit) => unit.embed)).toEqual([true, true, true, true, true, false, true])
  })

  test('table rows read with their headers', async () => {
    expect(await outline('| Option | Default |\n|--|--|\n| `port` | 3000 |\n| host | |\n')).toEqual([
      'table []: Option: port; Default: 3000 | Option: host',
    ])
  })

  test('long lists and tables are cut between items', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => `| name-${index} | some value of it |\n`).join('')
    const { passages } = await parse(`| a | b |\n|--|--|\n${rows}`)
    expect(passages.length).toBeGreaterThan(1)
    expect(passages.flatMap((passage) => passage.units)).toHaveLength(120)
  })

  test('quotes, alerts and containers are prose without their marks', async () => {
    expect(await outline('> [!NOTE]\n> Mind the gap. It is wide.\n')).toEqual(['prose []: Mind the gap. | It is wide.'])
    const [passage] = (await parse('::: warning Careful\nIt may break.\n:::\n')).passages
    expect(passage?.units.map((unit) => passage.text.slice(unit.start, unit.end))).toEqual(['It may break.'])
  })

  test('HTML gives its text, comments and rules nothing', async () => {
    expect(await outline('<p align="center">Hello <b>you</b> &amp; me.</p>\n\n<!-- no -->\n\n---\n\n<img src="a.png">\n')).toEqual([
      'prose []: Hello you & me.',
    ])
  })

  test('a table of contents is not embedded; a bare default is read with its heading', async () => {
    expect(await outline('# T\n\n- [One](#one)\n- [Two](#two)\n\n## One\n\n- Default: `5`\n')).toEqual([
      'list []: (One) | (Two)',
      'list [One]: One: Default: 5',
    ])
  })

  test('front matter with a description is data', async () => {
    expect(await outline('---\ntitle: T\ndescription: What this page is about\ntags: [a]\n---\n\nText.\n')).toEqual([
      'data []: description: What this page is about',
      'prose []: Text.',
    ])
  })
})

describe('reading form', () => {
  test('drops emphasis, targets, images and backticks, and keeps the slice exact', async () => {
    const text =
      'Use **`app`** and [the _docs_](http://a.b/c). ![badge](x.svg) Then \\*go\\* &amp; <b>win</b>.\nIt ~~was~~ is https://x.y/z.\n'
    const [passage] = (await parse(text)).passages
    expect(passage?.units.map((unit) => unit.text)).toEqual(['Use app and the docs.', 'Then *go* & win.', 'It was is https://x.y/z.'])
    expect(passage?.units.map((unit) => passage.text.slice(unit.start, unit.end))).toEqual([
      'Use **`app`** and [the _docs_](http://a.b/c). ![badge](x.svg)',
      'Then \\*go\\* &amp; <b>win</b>.',
      'It ~~was~~ is https://x.y/z.',
    ])
  })

  test('a sentence that begins with markup begins with its marks', async () => {
    const [passage] = (await parse('One is here. **Two** is `x. Y`. [Three](t) is last.\n')).passages
    expect(passage?.units.map((unit) => passage.text.slice(unit.start, unit.end))).toEqual([
      'One is here.',
      '**Two** is `x. Y`.',
      '[Three](t) is last.',
    ])
  })

  test('links with their lines, references resolved', async () => {
    const { links } = await parse('[a](b.md)\n\n[c][ref] and <http://auto.link>\n\n![no](img.png) [gone][none]\n\n[ref]: http://r.e/f\n')
    expect(links).toEqual([
      { text: 'a', target: 'b.md', line: 1 },
      { text: 'c', target: 'http://r.e/f', line: 3 },
      { text: 'http://auto.link', target: 'http://auto.link', line: 3 },
    ])
  })
})

test('a long document is parsed in pieces as in the whole: places, references, fences', async () => {
  const filler = 'Some words that fill the page, and then some more of them. '.repeat(8)
  const part = (index: number): string =>
    `## Part ${index}\n\n${filler}\n\n\`\`\`md\n# not a heading\n\n${filler}\n\`\`\`\n\nSee [the end][end].\n\n`
  const text = `# Title\n\n${Array.from({ length: 40 }, (_, index) => part(index)).join('')}[end]: http://e.nd\n`
  expect(text.length).toBeGreaterThan(30_000)
  const document = await parse(text)
  expect(document.title).toBe('Title')
  expect(new Set(document.passages.map((passage) => passage.place.join()))).toEqual(
    new Set(Array.from({ length: 40 }, (_, index) => `Part ${index}`)),
  )
  expect(document.links).toHaveLength(40)
  expect(document.passages.filter((passage) => passage.kind === 'code')).toHaveLength(40)
})

test('what would take too long is read by paragraphs and said', async () => {
  for (const text of ['*a '.repeat(20_000), '> '.repeat(2_000), `${'word '.repeat(20)}\n\n`.repeat(5_000)]) {
    const document = await parse(text)
    expect(document.warnings).toHaveLength(1)
    expect(document.format).toBe('markdown')
  }
})
