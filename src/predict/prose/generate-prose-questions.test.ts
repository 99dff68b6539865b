import { describe, expect, it } from 'vitest'
import { distilProse } from '../../distil/prose/distil-prose.ts'
import { claimsOf } from '../../testing/claims-of.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { generateProseQuestions } from './generate-prose-questions.ts'

/** Questions of a document with what would answer them. */
async function asked(markdown: string, path = 'docs/page.md'): Promise<ReadonlyMap<string, string>> {
  const document = await codeDocument(path, markdown)
  const claims = claimsOf(document, (await distilProse(document)).claims)
  const byId = new Map(claims.map((claim) => [claim.id, claim]))
  const drafts = await generateProseQuestions({ document, claims })
  return new Map(
    drafts.map((draft) => {
      const [id] = draft.about.kind === 'claim' ? draft.about.claims : []
      const quotes = id === undefined ? [] : (byId.get(id)?.quotes ?? [])
      return [draft.text, quotes.map((quote) => quote.text).join(' | ')]
    }),
  )
}

const gate = `# Gate Middleware

The Gate Middleware is a guard that keeps unknown callers out.

## Import

\`\`\`ts
import { gate } from 'lattice/gate'
\`\`\`

## Options

### secret: \`string\`

The word that callers have to know.

### onRefuse: \`Handler\`

Sets what a refused caller is told. The default is \`null\`.

## Sharing a secret between callers

Pass the same secret to every call:

\`\`\`ts
app.use(gate({ secret }))
\`\`\`

If a caller sends no secret, the request is refused.
`

describe('a manual', () => {
  it('is asked about options, defaults, tasks, definitions and conditions, each answered by its quote', async () => {
    const questions = await asked(gate)
    expect(questions.get('What is the `secret` option of the Gate middleware for?')).toBe('The word that callers have to know.')
    expect(questions.get('What does the `onRefuse` option of the Gate middleware do?')).toBe('Sets what a refused caller is told.')
    expect(questions.get('What is the default value of the `onRefuse` option of the Gate middleware?')).toContain('The default is `null`.')
    expect(questions.get('How do I import the Gate middleware?')).toBe("import { gate } from 'lattice/gate'")
    expect(questions.get('What is the Gate middleware?')).toContain('is a guard')
    expect(questions.get('How do I share a secret between callers with the Gate middleware?')).toContain('app.use(gate({ secret }))')
    expect(questions.get('With the Gate middleware, what happens if a caller sends no secret?')).toContain('the request is refused')
  })

  it('gets its articles and its product', async () => {
    const questions = await asked(
      "# Serving\n\n## Change port number\n\nPass `port` to `listen()`.\n\n```js\nimport { Lattice } from 'lattice'\nnew Lattice().listen({ port: 80 })\n```\n",
    )
    expect([...questions.keys()]).toContain('How do I change the port number in Lattice?')
  })

  it('is asked what it says one cannot or need not do, and what it supports', async () => {
    const questions = await asked(
      '# Ferry\n\nFerry supports nested routes. You cannot rename a running route. You do not need to close the server by hand. `ferry` runs.\n\n```js\nferry()\n```\n',
    )
    expect(questions.get('Does Ferry support nested routes?')).toBe('Ferry supports nested routes.')
    expect(questions.get('Can I rename a running route with Ferry?')).toBe('You cannot rename a running route.')
    expect(questions.get('Do I need to close the server by hand with Ferry?')).toBeDefined()
  })

  it('is asked in the voice of its reader', async () => {
    const questions = await asked(
      '# Pensions\n\n## How do we use your bank details?\n\nOnly to pay you. Nobody else sees them.\n\n## What happens after I retire abroad?\n\nThe payments go on.\n',
    )
    expect([...questions.keys()]).toEqual(
      expect.arrayContaining(['How do you use my bank details?', 'What happens after I retire abroad?']),
    )
  })
})

describe('an article', () => {
  it('is asked who, when, where, how many, what and why', async () => {
    const questions = await asked(
      '# Alma Lind\n\nAlma Lind was a Swedish chemist. Alma Lind was born in Lund in 1871. In 1903, Alma Lind isolated the salt of Ven. The Ven Institute has 14 laboratories. The Ven Institute was closed because the island flooded. The capital of the island of Ven is Backa.\n',
    )
    expect([...questions.keys()]).toEqual(
      expect.arrayContaining([
        'Who was Alma Lind?',
        'When was Alma Lind born in Lund?',
        'Where was Alma Lind born?',
        'Who isolated the salt of Ven in 1903?',
        'How many laboratories does the Ven Institute have?',
        'Why was the Ven Institute closed?',
        'What is the capital of the island of Ven?',
      ]),
    )
  })

  it('is not asked about sentences that lean on others', async () => {
    const questions = await asked(
      '# Weather\n\nIt was founded in 1903. They discovered this in 1904. The city was destroyed in 1905. He was born in 1906.\n',
    )
    expect([...questions.keys()]).toEqual([])
  })
})

it('asks nothing twice, most probable first, and no more than the length deserves', async () => {
  const document = await codeDocument(
    'docs/long.md',
    `# Mailer Plugin\n\n## Options\n\n${Array.from({ length: 400 }, (_, index) => `- \`option${index}\`: what the number ${index} is good for here\n`).join('')}`,
  )
  const claims = claimsOf(document, (await distilProse(document)).claims)
  const drafts = await generateProseQuestions({ document, claims })
  expect(drafts.length).toBeGreaterThan(20)
  expect(drafts.length).toBeLessThan(80)
  expect(new Set(drafts.map((draft) => draft.text)).size).toBe(drafts.length)
  expect(drafts.map((draft) => draft.probability)).toEqual(drafts.map((draft) => draft.probability).toSorted((a, b) => b - a))
})

it('asks nothing of unverified claims', async () => {
  const document = await codeDocument('docs/page.md', gate)
  const claims = claimsOf(document, (await distilProse(document)).claims).map((claim) => ({ ...claim, stamp: 'unverified' as const }))
  expect(await generateProseQuestions({ document, claims })).toEqual([])
})
