import { expect, it } from 'vitest'
import { claimsOf } from '../../testing/claims-of.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { distilProse } from '../prose/distil-prose.ts'
import { listAnswer, listMembers, listType } from './complete-list.ts'

const page = `# Gate Middleware

## Options

- \`secret\`: the word that callers have to know
- \`retries\`: how often a caller may try (default: \`3\`)

## \`reset()\`

Forgets all callers. It takes an options object.

### Options of reset

- \`hard\`: whether to forget the secret as well

The \`FERRY_DEPTH\` environment variable sets the depth. Read the \`FERRY_DEPTH\` environment variable.
`

async function claims() {
  const document = await codeDocument('docs/gate.md', page)
  return claimsOf(document, (await distilProse(document)).claims)
}

it('lists the options of one owner, each once, with its own quote', async () => {
  const members = listMembers(await claims(), { type: listType('option', 'the Gate middleware') })
  expect(members.map((member) => member.name)).toEqual(['`secret`', '`retries`'])
  const body = listAnswer(members)
  expect(body.shape).toBe('list')
  expect(body.text).toBe('- `secret`: the word that callers have to know\n- `retries`: how often a caller may try (default: `3`)')
  expect(body.quotes).toHaveLength(2)
})

it('lists a variable once, however often it is named, and nothing for a type without members', async () => {
  expect(listMembers(await claims(), { type: 'environment-variable' }).map((member) => member.name)).toEqual(['`FERRY_DEPTH`'])
  expect(listMembers(await claims(), { type: 'code' })).toEqual([])
})

it('leaves unverified claims out', async () => {
  const unverified = (await claims()).map((claim) => ({ ...claim, stamp: 'unverified' as const }))
  expect(listMembers(unverified, { type: 'environment-variable' })).toEqual([])
})

it('lists members in reading order, and prefers what prose says of a variable to the line that reads it', async () => {
  const document = await codeDocument(
    'docs/ferry.md',
    '# Ferry\n\n```js\nconst depth = process.env.FERRY_DEPTH,\nconst isBuilt = import.meta.env.PROD\nconst port = process.env.FERRY_PORT || 3000\n```\n\nThe `FERRY_DEPTH` environment variable sets the depth.\n',
  )
  const found = claimsOf(document, (await distilProse(document)).claims)
  expect(
    listAnswer(listMembers(found.toReversed(), { type: 'environment-variable' }))
      .text.split('\n')
      .toSorted(),
  ).toEqual([
    '- `FERRY_DEPTH`: The `FERRY_DEPTH` environment variable sets the depth.',
    '- `FERRY_PORT`: `const port = process.env.FERRY_PORT || 3000`',
  ])
  const options = await codeDocument(
    'docs/gate.md',
    '# Gate Middleware\n\n## Options\n\n- `b`: the first one of all\n- `a`: `x/y`: the second one of all\n',
  )
  const listed = claimsOf(options, (await distilProse(options)).claims).toReversed()
  expect(listAnswer(listMembers(listed, { type: listType('option', 'the Gate middleware') })).text.split('\n')[0]).toBe(
    '- `b`: the first one of all',
  )
})
