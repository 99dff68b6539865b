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
  expect(drafts.map(({ text }) => text)).toEqual(['What does this project do?', 'How do I install Lattice?'])
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
