import { describe, expect, it } from 'vitest'
import { withSubject } from './stand-alone-context.ts'

const user = (text: string) => ({ role: 'user' as const, text })

describe('withSubject', () => {
  it('adds what the last question that names something was about', () => {
    const history = [user('What is the Kestrel cache?'), user('How many jobs does the Lantern queue hold?'), user('Why?')]
    expect(withSubject({ question: 'And how long may they run?', history })).toBe('And how long may they run? jobs Lantern queue hold')
  })

  it('adds nothing that the question says already, nothing of answers, and nothing without a history', () => {
    const history = [user('The Lantern queue?'), { role: 'assistant' as const, text: 'Ask about Redis.' }]
    expect(withSubject({ question: 'Is the Lantern queue fast?', history })).toBe('Is the Lantern queue fast?')
    expect(withSubject({ question: 'And then?', history: [] })).toBe('And then?')
  })

  it('takes a few words of a long turn', () => {
    const long = Array.from({ length: 50_000 }, (_, at) => `subject${String.fromCharCode(97 + (at % 26))}`).join(' ')
    expect(withSubject({ question: 'And then?', history: [user(long)] }).split(' ')).toHaveLength(8)
  })
})
