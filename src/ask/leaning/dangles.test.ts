import { describe, expect, it } from 'vitest'
import { dangles } from './dangles.ts'

describe('dangles', () => {
  it.each([
    'and what about the second one?',
    'What about the other one?',
    'And on Windows?',
    'what else?',
    'Why?',
    'Tell me more about it.',
    'When did he leave the band?',
    'Is the latter faster?',
    'And then?',
  ])('sees that "%s" was cut from a conversation', (question) => {
    expect(dangles(question)).toBe(true)
  })

  it.each([
    'Does it support streaming?',
    'What does this project do?',
    'How do I install it?',
    'What about Windows support?',
    'Android or iOS, which is supported?',
    'What happens if one of my friends dies, does he keep his account?',
    'Which one of the adapters reads PDF files?',
  ])('takes "%s" for a whole question', (question) => {
    expect(dangles(question)).toBe(false)
  })
})
