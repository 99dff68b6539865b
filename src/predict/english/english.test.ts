import { describe, expect, it } from 'vitest'
import { askersVoice } from './askers-voice.ts'
import { indefiniteArticle, withArticle } from './noun-article.ts'
import { contextFirst, withContext } from './with-context.ts'

it.each([
  ['change port number', 'change the port number'],
  ['create plugin', 'create a plugin'],
  ['write API', 'write an API'],
  ['create a plugin', 'create a plugin'],
  ['set headers', 'set headers'],
  ['use `port`', 'use `port`'],
  ['handle authentication', 'handle authentication'],
  ['deploy my app', 'deploy my app'],
])('withArticle(%j) is %j', (task, said) => {
  expect(withArticle(task)).toBe(said)
})

it.each([
  ['hour', 'an'],
  ['URL', 'a'],
  ['API', 'an'],
  ['user', 'a'],
  ['HTTP header', 'an'],
] as const)('indefiniteArticle(%j) is %j', (word, article) => {
  expect(indefiniteArticle(word)).toBe(article)
})

it.each([
  ['How do we use your data', 'How do you use my data'],
  ['Should you call us', 'Should I call you'],
  ['What if I m late', "What if I'm late"],
  ['Are you insured', 'am I insured'],
  ['What is a tide', 'What is a tide'],
])('askersVoice(%j) is %j', (text, said) => {
  expect(askersVoice(text)).toBe(said)
})

describe('context', () => {
  it('says "with" once', () => {
    expect(withContext('sign in with a key', ' with Ferry')).toBe('sign in with a key when using Ferry')
    expect(withContext('sign in', ' with Ferry')).toBe('sign in with Ferry')
  })

  it('goes in front of a clause', () => {
    expect(contextFirst(' in Ferry', 'What happens if it rains?')).toBe('In Ferry, what happens if it rains?')
    expect(contextFirst('', 'What happens if it rains?')).toBe('What happens if it rains?')
  })
})
