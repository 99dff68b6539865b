import { describe, expect, it } from 'vitest'
import { inlinesDocument, leaningSign, leansOnConversation } from './leans-on-conversation.ts'

describe('leansOnConversation', () => {
  it.each([
    'And for POST?',
    'What about the second one?',
    'Does it support streaming?',
    'How long did they stay there?',
    'Why?',
    'What is its default?',
    'and on Windows?',
    'Any other limits?',
    'What else can you tell me about this article?',
    'how many were there?',
    'Was the album successful?',
    'Who were the members of the band?',
    'What are the main themes?',
    "What was the band's first record?",
    'Is Windows cheaper?',
    'What is the largest ever caught?',
    'Which team came first?',
    'Did Joey do solo work after?',
    'What happened in 1977?',
    'What are common types?',
    'Are there any side effects?',
    'What is an example?',
    'What are the effects on vitamins and minerals?',
    'What is the difference between the two?',
    'What’s the best style of sauce for them?',
    'No, I meant in humans.',
    'I mean black garlic.',
  ])('sees that "%s" needs the earlier turns', (question) => {
    expect(leansOnConversation(question, true)).toBe(true)
  })

  it.each([
    'Which environment variables are there?',
    'How do I validate a JSON body with the validator middleware?',
    'Is it possible to mount a sub-application under a base path?',
    'What is frictional unemployment and why is it important?',
    'What is taurine?',
    'What does `c.req.param()` return?',
    'How many tracks are on The Hunting Party?',
    'What did Bachmann do after her summer in Israel?',
    'Is Redis cheaper than Postgres?',
    'What are the side effects of aspirin?',
    'Can I link to a particular cell of a google spreadsheet from a second spreadsheet?',
    'How do I create a token and revoke it?',
    'How long does it take to build an index?',
  ])('sees that "%s" stands alone', (question) => {
    expect(leaningSign(question)).toBeNull()
    expect(leansOnConversation(question, true)).toBe(false)
  })

  it('has nothing to lean on without a history', () => {
    expect(leansOnConversation('What about it?', false)).toBe(false)
  })
})

describe('inlinesDocument', () => {
  it('sees a document inside a message by length, lines or fences', () => {
    expect(inlinesDocument(`Summarise this: ${'word '.repeat(400)}`)).toBe(true)
    expect(inlinesDocument('What is wrong here?\n```js\nx\n```')).toBe(true)
    expect(inlinesDocument('How do I set a cookie?')).toBe(false)
  })
})
