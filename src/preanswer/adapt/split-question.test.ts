import { describe, expect, it } from 'vitest'
import { splitQuestion } from './split-question.ts'

describe('a question of two parts', () => {
  it.each([
    ['What is a job and how do I cancel it?', 'What is a job?', 'How do I cancel a job?'],
    ['What is Lantern? How do I install it?', 'What is Lantern?', 'How do I install Lantern?'],
    ['What is the default and maximum of `retries`?', 'What is the default of `retries`?', 'What is the maximum of `retries`?'],
    [
      'What are the minimum and the maximum size of the queue?',
      'What is the minimum size of the queue?',
      'What is the maximum size of the queue?',
    ],
    ['How do I create and verify a token?', 'How do I create a token?', 'How do I verify a token?'],
    [
      'What do the `a` and `b` options of the queue do?',
      'What does the `a` option of the queue do?',
      'What does the `b` option of the queue do?',
    ],
    ['What are `every` and `some`?', 'What is `every`?', 'What is `some`?'],
    ['In Bun, how do I add a header and how do I read a body?', 'In Bun, how do I add a header?', 'In Bun, how do I read a body?'],
    ['How do I add the header that is sent, and what is a body?', 'How do I add the header that is sent?', 'What is a body?'],
  ])('%s', (question, one, other) => {
    expect(splitQuestion(question)).toEqual({ kind: 'two', parts: [one, other] })
  })
})

describe('a question about one thing', () => {
  it.each([
    'What is the difference between a job and a task?',
    'How do I use jobs and tasks together?',
    'What is drag and drop?',
    'How do I read and write the same file at once?',
    'When a job fails, what happens?',
    'How do I search and replace?',
  ])('%s', (question) => {
    expect(splitQuestion(question).kind).toBe('one')
  })
})

describe('a question whose parts cannot be told apart', () => {
  it.each([
    'What is a job, what is a task and what is a queue?',
    'How do I start a job, how do I stop it, and how do I restart the worker?',
    'How do I start a job and how do I stop it?',
    'What is the `limit` option of the queue for and what is its minimum?',
    'What are jobs and tasks and how do they differ?',
    'How do I start it and what is a job?',
    'What is a job and why?',
  ])('%s', (question) => {
    expect(splitQuestion(question).kind).toBe('unclear')
  })
})
