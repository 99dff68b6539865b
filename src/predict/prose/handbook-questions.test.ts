import { describe, expect, it } from 'vitest'
import { distilProse } from '../../distil/prose/distil-prose.ts'
import { claimsOf } from '../../testing/claims-of.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { generateProseQuestions } from './generate-prose-questions.ts'

/** Questions of a page whose title names no product, with what answers them. */
async function asked(markdown: string): Promise<ReadonlyMap<string, string>> {
  const document = await codeDocument('docs/page.md', markdown)
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

describe('a page with a title that names no product', () => {
  it('is asked about listed options by their names, and in the words of their descriptions', async () => {
    const questions = await asked(
      '# Configuration\n\n## Options\n\n- `depth`: How many pumps run at once. Defaults to `2`.\n- `logFile`: Where the log is written. Defaults to `pump.log`.\n',
    )
    expect([...questions.keys()]).toEqual(
      expect.arrayContaining([
        'What does the `depth` option do?',
        'What is the default value of the `depth` option?',
        'How many pumps run at once?',
        'Where is the log written?',
      ]),
    )
    expect(questions.get('Where is the log written?')).toContain('pump.log')
  })

  it('is asked about tables of keys, flags, commands and exit codes, each answered by its row', async () => {
    const questions = await asked(
      '# Reference\n\n| key | variable | default | meaning |\n|---|---|---|---|\n| `depth` | `PUMP_DEPTH` | 3 m | how deep the pump is let down |\n\n## Flags\n\n| option | meaning |\n|---|---|\n| `--scope <name>` | the scope that is read and written |\n| `--quiet`, `--loud` | no progress at all; more words than usual |\n\n## Commands\n\n| command | does |\n|---|---|\n| `drain [tank]` | empties the tank into the river |\n\n## Exit codes\n\n| code | meaning |\n|---|---|\n| 0 | done |\n| 3 | no water was found |\n',
    )
    expect([...questions.keys()]).toEqual(
      expect.arrayContaining([
        'What is the default value of the `depth` key?',
        'What is the `PUMP_DEPTH` environment variable for?',
        'What is the `--scope` option for?',
        'What is the `--loud` option for?',
        'What does the `drain` command do?',
        'What does exit code 3 mean?',
      ]),
    )
    expect(questions.get('What does exit code 3 mean?')).toBe('| 3 | no water was found |')
  })

  it('is asked how to do what its headings name', async () => {
    const questions = await asked(
      '# Operations\n\n## Restarting the pump\n\nStop the pump with `pump stop`, then start it with `pump start`.\n',
    )
    expect(questions.get('How do I restart the pump?')).toContain('pump stop')
  })

  it('is asked for the amounts that it states, and for none whose subject lies elsewhere', async () => {
    const questions = await asked(
      '# Limits\n\nUse `pump` with care.\n\nA job may run for at most 15 minutes. The tank holds 5000 bottles. The lease of a pump that crashed ends after 30 seconds. The check of the tank may take 50 milliseconds; what it misses is named. It may run for at most 9 minutes. This holds 12 bottles. A backup is deleted after 7 days.\n\n```sh\npump check\n```\n',
    )
    expect([...questions.keys()].filter((question) => /^(?:How long|How many|When)/.test(question)).toSorted()).toEqual([
      'How long may a job run?',
      'How long may the check of the tank take?',
      'How many bottles does the tank hold?',
      'When does the lease of a pump that crashed end?',
      'When is a backup deleted?',
    ])
  })

  it('is not asked what paths, unknown things and headings with code are', async () => {
    const questions = await asked(
      '# Reference\n\n`src/pump/drain.ts` is the path of the water, one function. An unknown `PUMP_*` variable is an error that names the variable. Errors under `--json` are an object with a message and a hint.\n',
    )
    expect([...questions.keys()].filter((question) => /^What (?:is|are)/.test(question))).toEqual([])
  })
})

describe('an article', () => {
  it('is asked where, when, of what, at which temperature, what share and what was done in a year', async () => {
    const questions = await asked(
      '# Ven\n\nVen is an island in the strait. Ven lies in the Strait of Lind. The salt of Ven condenses at 90.2 K under pressure. The Ven range consists of three salts and a metal. The Lind Garden, designed by Alma Lind, was opened on 12 June 1902. About 20% of the people of Ven are older than sixty. Alma Lind published a history of salt in 1895. Orrholm, a former prison on the northern shore, has a museum.\n',
    )
    expect([...questions.keys()]).toEqual(
      expect.arrayContaining([
        'Where is Ven located?',
        'What does the Ven range consist of?',
        'When was the Lind Garden opened?',
        'What percentage of the people of Ven are older than sixty?',
        'What did Alma Lind publish in 1895?',
      ]),
    )
  })
})
