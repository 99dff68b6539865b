import { describe, expect, test } from 'vitest'
import { comparableValues } from './comparable-values.ts'
import { factChange } from './fact-change.ts'
import { opposed } from './opposed.ts'

describe('what differs between an old and a new wording', () => {
  test.each([
    ['It waits 15 minutes.', 'It waits 45 minutes.', '15 minutes → 45 minutes'],
    ['It waits 15 minutes.', 'It waits for a while.', 'no longer says 15 minutes'],
    ['Use `get()` for it.', 'Use `fetch()` for it.', '`get` → `fetch`'],
    ['It is cached.', 'It is not cached.', 'it is denied now'],
    ['It is never cached.', 'It is cached.', 'it is no longer denied'],
    ['The log is enabled.', 'The log is disabled.', 'enabled → disabled'],
    ['```sh\nnpm i one\n```', '```sh\nnpm i two\n```', '`one` → `two`'],
    ['It waits 15 minutes.', 'It will wait for 15 minutes.', null],
    ['It waits 60 seconds.', 'It waits one minute.', null],
    ['Render `Content-Type:text/html`.', 'Render `Content-Type: text/html`.', null],
    ['Use the css helper of Hono.', 'Use the CSS helper of Hono.', null],
  ])('%j → %j', (old, now, what) => {
    expect(factChange(old, now)).toBe(what)
  })
})

describe('whether a new sentence denies another', () => {
  test.each([
    ['The dashboard cache is enabled by default.', 'The dashboard cache is disabled by default.', true],
    ['The worker restarts failed jobs.', 'The worker does not restart failed jobs.', true],
    ['The worker restarts failed jobs.', 'The worker restarts failed jobs twice.', false],
    ['The client sends the request body first.', 'The server sends the request body first.', false],
    ['The worker restarts failed jobs.', 'No broker is needed.', false],
  ])('%j, %j', (old, now, denies) => {
    expect(opposed(old, now) !== null).toBe(denies)
  })
})

describe('whether values can contradict each other', () => {
  test.each([
    ['The queue holds 5000 jobs.', 'The queue holds 9000 jobs.', true],
    ['A job may run for 15 minutes.', 'A job may run for 2 hours.', true],
    ['A job may run for 15 minutes.', 'A job may hold 2 MB.', false],
    ['The queue holds 5000 jobs.', 'The office has 12 chairs.', false],
    ['The queue is called `main`.', 'The queue is called `jobs`.', true],
    ['The queue is called `main`.', 'The queue holds 5 jobs.', false],
  ])('%j, %j', (one, other, can) => {
    expect(comparableValues(one, other, new Set())).toBe(can)
  })
})
