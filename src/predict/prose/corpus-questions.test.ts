import { expect, it } from 'vitest'
import { distilProse } from '../../distil/prose/distil-prose.ts'
import { claimsOf } from '../../testing/claims-of.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { type CorpusDocument, corpusQuestions } from './corpus-questions.ts'

async function page(path: string, markdown: string): Promise<CorpusDocument> {
  const document = await codeDocument(path, markdown)
  return { path, title: document.title, passages: document.passages, claims: claimsOf(document, (await distilProse(document)).claims) }
}

const readme = `# Lattice

Lattice is a web framework that routes requests by their paths.

## Installation

Install the package:

\`\`\`sh
npm install lattice
\`\`\`

## Testing

To tell the two apart, test the parent folders.
`

it('asks of the whole what the front page states, each aimed at the claims that state it', async () => {
  const front = await page('README.md', readme)
  const drafts = corpusQuestions([await page('docs/other.md', '# Other\n\nOther is a page.\n'), front])
  expect(drafts.map(({ text }) => text)).toEqual(['What does Lattice do?', 'How do I install Lattice?'])
  const said = drafts.map(({ about }) =>
    about.kind === 'claim' ? about.claims.map((id) => front.claims.find((claim) => claim.id === id)?.quotes[0]?.text).join(' ') : '',
  )
  expect(said[0]).toContain('is a web framework')
  expect(said[1]).toContain('npm install lattice')
  expect(drafts.every(({ origin, region }) => origin === 'corpus' && region === 'README.md')).toBe(true)
})

it('asks nothing where nothing states it', async () => {
  expect(corpusQuestions([])).toEqual([])
  expect(corpusQuestions([await page('notes/a.md', '# Notes\n\nA note is a text.\n')])).toEqual([])
  expect(corpusQuestions([await page('README.md', '# Welcome to my pages!\n\nA cow is an animal.\n\n## Installation\n\nSoon.\n')])).toEqual(
    [],
  )
})

it('reads what the front page leaves out from the root’s page for contributors, and asks of the project, not of its docs', async () => {
  const front = await page('README.md', '# 🚀 Lattice\n\nLattice is a router.\n\n## Building docs\n\n```sh\nnpm run build-docs\n```\n')
  const contributing = await page('CONTRIBUTING.md', '# Contributing\n\n## Running tests\n\n```sh\nnpm test\n```\n')
  const nested = await page('packages/a/CONTRIBUTING.md', '# A\n\n## Build\n\n```sh\nmake all\n```\n')
  const drafts = corpusQuestions([nested, contributing, front])
  expect(drafts.map(({ text, region }) => [text, region])).toEqual([
    ['What does Lattice do?', 'README.md'],
    ['How do I test Lattice?', 'CONTRIBUTING.md'],
  ])
})

it('reads how it is installed from a page for beginners where its command names the project', async () => {
  const front = await page('docs/index.md', '# Lattice\n\nLattice is a router.\n')
  const start = (command: string) =>
    page('docs/guides/Getting-Started.md', `# Getting started\n\n## Install\n\n\`\`\`sh\n${command}\n\`\`\`\n`)
  const asked = async (command: string) => corpusQuestions([front, await start(command)]).map(({ text }) => text)
  expect(await asked('npm i lattice')).toContain('How do I install Lattice?')
  expect(await asked('npm i printer')).not.toContain('How do I install Lattice?')
})
