import { describe, expect, it } from 'vitest'
import { inlinesDocument, leansOnConversation } from './leans-on-conversation.ts'

describe('leansOnConversation', () => {
  it.each([
    'And for POST?',
    'What about the second one?',
    'Does it support streaming?',
    'How long did they stay there?',
    'Why?',
    'What is its default?',
  ])('sees that "%s" needs the earlier turns', (question) => {
    expect(leansOnConversation(question, true)).toBe(true)
  })

  it.each([
    'Which environment variables are there?',
    'How do I validate a JSON body with the validator middleware?',
    'Is it possible to mount a sub-application under a base path?',
  ])('sees that "%s" stands alone', (question) => {
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
