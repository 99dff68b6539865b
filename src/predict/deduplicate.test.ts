import { expect, it } from 'vitest'
import type { QuestionDraft } from '../spec/question.ts'
import { deduplicateQuestions } from './deduplicate.ts'

const draft = (text: string, probability: number): QuestionDraft => ({
  text,
  origin: 'structure',
  probability,
  region: 'a.md',
  about: { kind: 'unknown' },
})

it('keeps the more probable of two that ask the same, and the order', () => {
  const kept = deduplicateQuestions([
    draft('How do I change the port?', 0.4),
    draft('What is a gate?', 0.5),
    draft('How do I change my ports?', 0.6),
    draft('What is `gate`?', 0.5),
  ])
  expect(kept.map((each) => each.text)).toEqual(['What is a gate?', 'How do I change my ports?'])
})

it('tells apart what differs in a number, a name or a negation', () => {
  const texts = [
    'What is HTTP 1?',
    'What is HTTP 2?',
    'Can I rename a route?',
    'Can I not rename a route?',
    'Who was Ada?',
    'When was Ada?',
  ]
  expect(deduplicateQuestions(texts.map((text) => draft(text, 0.5)))).toHaveLength(texts.length)
})
