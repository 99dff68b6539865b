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

it('asks for exit codes, described commands and unowned options over everything, and tells exit from error codes', async () => {
  const { claims } = await file(
    '# Reference\n\n## Options\n\n- `depth`: how deep the pump is (default: `3`)\n- `speed`: how fast the pump is (default: `4`)\n\n## Commands\n\n| command | does |\n|---|---|\n| `drain` | empties the tank |\n| `fill [n]` | fills the tank |\n\n## Exit codes\n\n| code | meaning |\n|---|---|\n| 0 | done |\n| 3 | nothing found |\n',
  )
  const questions = listQuestions({ level: 'module', subject: '', region: '', label: '', claims })
  expect(questions.map((question) => question.text)).toEqual([
    'Which exit codes are there?',
    'Which commands are there?',
    'Which options are there?',
    'What are the default values of the options?',
  ])
  const members = questions.map((question) => (question.about.kind === 'list' ? listMembers(claims, question.about.list) : []))
  expect(members.map((list) => list.map((member) => member.name))).toEqual([
    ['`0`', '`3`'],
    ['`drain`', '`fill`'],
    ['`depth`', '`speed`'],
    ['`depth`', '`speed`'],
  ])
})

it('asks over a topic only where its label reads as a name', async () => {
  const { claims } = await file(
    '# Ferry\n\nSet the `FERRY_A` environment variable to the depth. Set the `FERRY_B` environment variable to the speed.\n',
  )
  const asked = (label: string) =>
    listQuestions({ level: 'topic', subject: 't', region: 't', label, claims }).map((question) => question.text)
  expect(asked('Deploy, run, cloudflare')).toEqual([])
  expect(asked('Configuration and How It Is Built')).toEqual([])
  expect(asked('AWS')).toEqual(['Which environment variables are there in AWS?'])
})

it('asks what options a type of code takes, from what documents them, and not of types that nobody fills in', async () => {
  const { claims } = await file('# Ferry\n')
  const [sample] = (await file('# Gate Middleware\n\n## Options\n\n- `secret`: the word that callers know\n')).claims
  if (sample === undefined) throw new Error('no claim')
  const made = ['depth', 'speed', 'colour'].flatMap((name) => [
    { ...sample, subject: `\`FerryOptions.${name}\``, text: `\`FerryOptions.${name}\`: How much ${name}.` },
    { ...sample, subject: `\`Progress.${name}\``, text: `\`Progress.${name}\`: How much ${name}.` },
  ])
  const group = { level: 'file' as const, subject: 'f', region: 'src/ferry.ts', label: '`src/ferry.ts`', claims: [...claims, ...made] }
  expect(listQuestions(group).map((question) => question.text)).toEqual(['What options does `FerryOptions` take?'])
})
