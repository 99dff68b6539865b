import { afterAll, expect, test } from 'vitest'
import { createParser } from '../create-parser.ts'

const parser = createParser()
afterAll(() => parser.close())

async function outline(path: string, text: string): Promise<readonly string[]> {
  const { document } = await parser.parse({ path, bytes: new TextEncoder().encode(text) })
  return document.passages.map((passage) => {
    const units = passage.units.map((unit) => (unit.embed ? unit.text : `(${unit.text.replace(/\s+/g, ' ').trim()})`))
    return `[${passage.place}] ${passage.startLine}-${passage.endLine} ${units.join(' | ')}`
  })
}

test('JSON: short keys share a passage, sentences are embedded with their key', async () => {
  const text = `{
  "name": "tool",
  "version": "1.0.0",
  "options": {
    "port": {
      "description": "The port the server listens on.",
      "default": 3000
    }
  },
  "private": true
}
`
  expect(await outline('a.json', text)).toEqual([
    '[] 1-3 ({ "name": "tool", "version": "1.0.0",)',
    '[options] 4-9 ("options": { "port": {) | options description: The port the server listens on. | ("default": 3000 } },)',
    '[private] 10-11 ("private": true })',
  ])
})

test('YAML: comments belong to the key below and are read with it', async () => {
  const text = `# How long a request may take, in seconds.
timeout: 30
server:
  # The address that the server binds to.
  host: localhost
  ports: [1, 2]
  retries: 3
  logging: { level: info, format: json, colours: false }
`
  expect(await outline('a.yml', text)).toEqual([
    '[timeout] 1-2 timeout: How long a request may take, in seconds. | (timeout: 30)',
    '[server] 3-8 (server:) | host: The address that the server binds to. | (host: localhost ports: [1, 2] retries: 3 logging: { level: info, format: json, colours: false })',
  ])
})

test('TOML and INI: by section', async () => {
  const text =
    '[package]\nname = "a-package-with-a-long-name"\nversion = "1.0"\nedition = "2024"\nrust-version = "1.80"\n\n[dependencies]\nserde = { version = "1", features = ["derive"] }\ntokio = { version = "1", features = ["full"] }\n'
  expect((await outline('a.toml', text)).map((line) => line.slice(0, 20))).toEqual(['[package] 1-5 ([pack', '[dependencies] 7-9 ('])
})

test('one line of any length, and records by line', async () => {
  const records = Array.from({ length: 200 }, (_, index) => JSON.stringify({ id: index, text: 'some text in a record' })).join('\n')
  expect((await outline('a.jsonl', records)).length).toBeGreaterThan(3)
  expect((await outline('b.json', JSON.stringify(Array.from({ length: 5000 }, (_, index) => ({ index }))))).length).toBeGreaterThan(0)
})
