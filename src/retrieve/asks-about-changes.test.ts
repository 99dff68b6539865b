import { describe, expect, it } from 'vitest'
import { asksAboutChanges } from './asks-about-changes.ts'

describe('asksAboutChanges', () => {
  it.each([
    'What changed in docs last week?',
    'What changed in `src/ledger` last week?',
    'what has changed in the handbook recently',
    "What's changed lately?",
    'What was updated in the guide this week?',
    'Which files were changed last week?',
    'Which functions have recently been modified?',
    'Why was `settle` changed?',
    'Why did the retry policy change?',
    'Why was the default of retries changed?',
    'Why was the old parser removed?',
    'When was `settle` last changed?',
    'What are the latest changes to the parser?',
    'Show me the recent commits',
    'Which commits touched the ledger?',
    'What is in the git log?',
    'Give me the commit history of docs',
    'What did we change in docs last week?',
    'Which tests cover `src/a.ts`?',
    'What unit tests exercise the ledger?',
    'Is the ledger covered by any tests?',
  ])('%s', (question) => {
    expect(asksAboutChanges(question)).toBe(true)
  })

  it.each([
    'What is the default of retries?',
    'What is the default of `retries` after it was changed?',
    'How do I change the password?',
    'What changes when the limit is reached?',
    'What can be changed in the settings?',
    'Which settings may be changed by a user?',
    'Which variables are changed by the loop?',
    'How often is the filter changed?',
    'When must the oil be changed?',
    'Does changing the timeout restart the server?',
    'How do I commit a transaction?',
    'What happens on commit?',
    'What commit message format is used?',
    'How do I run the tests?',
    'Which tests does the insurance pay for?',
    'What is the history of the company?',
    'What is `git commit --amend` for?',
    'What does "what changed" mean in a log line?',
    'Who wrote the handbook?',
    'Why is the cache off by default?',
    'What is the change freeze?',
    '',
  ])('not: %s', (question) => {
    expect(asksAboutChanges(question)).toBe(false)
  })

  it.each([
    'What changed in docs yesterday?',
    'What changed in docs last month?',
    'What changed between v1 and v2?',
    'What changed in version 3.2?',
    'What changed in the last 3 weeks?',
    'What changed two weeks ago?',
    'What changed in 2024?',
    'What changed since the rewrite?',
  ])('nor what the last week does not tell: %s', (question) => {
    expect(asksAboutChanges(question)).toBe(false)
  })
})
