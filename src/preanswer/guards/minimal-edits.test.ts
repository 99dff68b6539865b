import { describe, expect, test } from 'vitest'
import { actionsOf } from './actions.ts'
import { componentsOf } from './components.ts'
import { asksForList } from './parts.ts'
import { runGuards } from './run-guards.ts'

const open = (asked: string, prepared: string, quote = '') =>
  runGuards(asked, prepared, quote).flatMap(({ guard, resolved }) => (resolved ? [] : [guard]))

describe('an edit of one word is refused', () => {
  test.each([
    ['actions', 'How do I set the name of the current router?', 'How do I get the name of the current router?'],
    ['actions', 'How do I override multiple status codes at once?', 'How do I define multiple status codes at once?'],
    ['actions', 'How do I delete a store with the client?', 'How do I create a store with the client?'],
    ['actions', 'How do I export tasks to a file?', 'How do I import tasks from a file?'],
    ['actions', 'How do I write the manifest?', 'How do I read the manifest?'],
    ['actions', 'How do I close the store?', 'How do I open the store?'],
    ['actions', 'How do I prepend a header to the list?', 'How do I append a header to the list?'],
    ['actions', 'How do I sign a token with the key?', 'How do I verify a token with the key?'],
    ['actions', 'How do I stop the worker?', 'How do I start the worker?'],
    ['actions', 'How do I decode the payload?', 'How do I encode the payload?'],
    ['actions', 'How do I run the command to revert?', 'How do I run the command to deploy?'],
    ['negation', 'How do I unset the port for testing?', 'How do I set the port for testing?'],
    ['negation', 'Which responses are non-cached?', 'Which responses are cached?'],
    ['negation', 'What happens to invalid tokens?', 'What happens to valid tokens?'],
    ['negation', 'How do I not pass arbitrary parameters?', 'How do I pass arbitrary parameters?'],
    ['negation', 'How do I parse a response without the helper?', 'How do I parse a response with the helper?'],
    ['negation', 'What happens when a file is found without Bun?', 'What happens when a file is not found with Bun?'],
    ['aspects', 'How do I forbid that the client sends cookies?', 'How do I let the client send cookies?'],
    ['wh-type', 'Why would I make the client send cookies?', 'How do I make the client send cookies?'],
    ['aspects', 'What is the origin option of the timing module for?', 'What is the `crossOrigin` option of the timing module for?'],
    ['components', 'How do I verify the prefix with the html helper?', 'How do I verify the prefix with the Cookie helper?'],
    ['components', 'What options does the bearer auth middleware take?', 'What options does the Basic Auth middleware take?'],
    ['components', 'What does the retries key do?', 'What does the `port` key do?'],
    ['parts', 'Which options does the timer have?', 'What is the timer?'],
    ['parts', 'What is the timer?', 'Which options does the timer have?'],
    ['parts', 'What options does `start()` take?', 'What does `start()` do?'],
    ['parts', 'What are the types of the options of the timer?', 'What is the `delay` option of the timer for?'],
    ['parts', 'How does error handling work with the timer?', 'What does the `delay` option of the timer do?'],
    ['parts', 'What is the timer middleware?', 'How do I use the timer middleware?'],
    ['replacement', 'How do single retries of failed jobs work?', 'How do multiple retries of failed jobs work?'],
    ['identifiers', 'What does `text()` do here?', 'What does `streamText()` do here?'],
  ])('%s: %s', (guard, asked, prepared) => {
    expect(open(asked, prepared, 'It answers with Content-Type: text/plain to make it work, and does not have an age.')).toContain(guard)
  })
})

describe('other words for the same are let pass', () => {
  test.each([
    ['What is the `localOnly` option of ReverieOptions for?', 'What does the `localOnly` option of `ReverieOptions` do?'],
    ['How long does a lease last?', 'How long is a lease held?'],
    ['How can I define several users in basic auth?', 'How do I define multiple users with the Basic Auth middleware?'],
    ['How do I customise the error for IP restriction?', 'How do I customize the error with the IP Restriction middleware?'],
    ['How to set up sockets on workers', 'How do I handle sockets in workers?'],
    ['How do I specify a cookie prefix?', 'How do I specify a prefix when setting the cookie with the Cookie helper?'],
    ['how do I change the port', 'How do I specify the port?'],
    ['What is the aud option of the timer for?', 'What is the `VerifyOptions.aud` option of the timer for?'],
    ['what does the jwt auth middleware check', 'What does the JWT Authentication middleware check?'],
    ['Which commands do I run to deploy?', 'How do I deploy?'],
    ['What happens if plugins are given in the pool?', 'With the pool, what happens if I give plugins?'],
    ['Can the server be called by the client?', 'Can the client call the server?'],
    ['Does it follow links that lead out of the folder?', 'Are links that lead out of the folder followed?'],
  ])('%s', (asked, prepared) => {
    expect(open(asked, prepared, 'It is the first of them.')).toEqual([])
  })
})

test('the quotation resolves a verb or a denial that it states itself', () => {
  const asked = 'How do I delete a store with the client?'
  const prepared = 'How do I create a store with the client?'
  expect(open(asked, prepared, 'To delete a store, call `drop`.')).not.toContain('actions')
  expect(open(asked, prepared, 'Create a store before you delete it.')).toContain('actions')
  expect(open('Which files are not read?', 'Which files are read?', 'Secrets are never read.')).toEqual([])
  expect(open('Which files are not read?', 'Which files are read?', 'Files that do not end in .env are listed.')).toContain('negation')
})

test('verbs, components and lists of a question', () => {
  expect(actionsOf('How do I use the key to sign a token?')).toEqual(['sign'])
  expect(actionsOf('how to set up logging')).toEqual([])
  expect(componentsOf('Can I install the node server adapter?').map(({ text }) => text)).toEqual(['node server adapter'])
  expect(componentsOf('Which option is it?')).toEqual([])
  expect(asksForList('Which environment variables are there?')).toBe(true)
  expect(asksForList('What is Azure Functions?')).toBe(false)
})
