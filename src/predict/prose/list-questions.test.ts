import { expect, it } from 'vitest'
import { listMembers } from '../../distil/lists/complete-list.ts'
import { distilProse } from '../../distil/prose/distil-prose.ts'
import { documentNames } from '../../distil/prose/document-names.ts'
import { claimsOf } from '../../testing/claims-of.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { listLabel, listQuestions } from './list-questions.ts'

async function file(markdown: string) {
  const document = await codeDocument('docs/page.md', markdown)
  const claims = claimsOf(document, (await distilProse(document)).claims)
  return {
    claims,
    questions: listQuestions({
      level: 'file',
      subject: document.id,
      region: document.path,
      label: listLabel(documentNames(document)),
      claims,
    }),
  }
}

it('asks for the options and defaults of what the page is about, and each aim finds its members', async () => {
  const { claims, questions } = await file(
    '# Gate Middleware\n\n## Options\n\n- `secret`: the word that callers know (default: `x`)\n- `retries`: how often a caller may try (default: `3`)\n',
  )
  expect(questions.map((question) => question.text)).toEqual([
    'What options does the Gate middleware take?',
    'What are the default values of the options of the Gate middleware?',
  ])
  for (const question of questions) {
    expect(question.about.kind).toBe('list')
    if (question.about.kind === 'list') expect(listMembers(claims, question.about.list)).toHaveLength(2)
  }
})

it('asks for no list of one, and for none whose label would be wrong', async () => {
  expect((await file('# Gate Middleware\n\n## Options\n\n- `secret`: the word that callers know\n')).questions).toEqual([])
  expect((await file('# Overview\n\n## Options\n\n- `a`: the first letter of all\n- `b`: the second letter of all\n')).questions).toEqual(
    [],
  )
})

it('asks over everything without naming a place, and over a folder by its name', async () => {
  const { claims } = await file(
    '# Ferry\n\nSet the `FERRY_A` environment variable to the depth. Set the `FERRY_B` environment variable to the speed.\n',
  )
  expect(listQuestions({ level: 'module', subject: '', region: '', label: '', claims }).map((question) => question.text)).toEqual([
    'Which environment variables are there?',
  ])
  expect(
    listQuestions({ level: 'module', subject: 'docs', region: 'docs', label: '`docs`', claims }).map((question) => question.text),
  ).toEqual(['Which environment variables are there in `docs`?'])
})
