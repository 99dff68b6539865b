import { expect, test } from 'vitest'
import { exclusionsGuard } from './exclusions.ts'
import type { Guard } from './guard.ts'
import { modalityGuard } from './modality.ts'
import { personsGuard } from './persons.ts'
import { quantifiersGuard } from './quantifiers.ts'

type Case = readonly [guard: Guard, asked: string, prepared: string, quote: string]

const firing: readonly Case[] = [
  [modalityGuard, 'must a receipt be a photo', 'may a receipt be a photo', 'A photo of the receipt is fine.'],
  [modalityGuard, 'how often is a failed request tried again', 'how often should a failed request be tried again', 'Try three times.'],
  [quantifiersGuard, 'are all origins allowed', 'which origins are allowed', 'The same origin is allowed.'],
  [quantifiersGuard, 'how long must a password be at least', 'how long may a password be at most', 'At most 64 characters.'],
  [personsGuard, 'how long until I have to pay an invoice', 'how long until you pay an invoice', 'We pay within ten days.'],
  [exclusionsGuard, 'what other remedies are there apart from zinc', 'does zinc help', 'Zinc helps.'],
]

test.each(firing)('%o fires for "%s" beside "%s"', (guard, asked, prepared, quote) => {
  expect(guard(asked, prepared, quote)).toMatchObject({ resolved: false })
})

const silent: readonly Case[] = [
  [modalityGuard, 'do I have to register', 'is registration required', ''],
  [quantifiersGuard, 'what is the maximum size', 'how large may it be at most', ''],
  [quantifiersGuard, 'is it sent at all', 'is it sent', ''],
  [personsGuard, 'how do you add a header', 'how do I add a header', ''],
  [personsGuard, 'how can I reset my password', 'how is a password reset', ''],
  [exclusionsGuard, 'what else can I use apart from zinc', 'which remedies are there besides zinc', ''],
]

test.each(silent)('%o is silent for "%s" beside "%s"', (guard, asked, prepared, quote) => {
  expect(guard(asked, prepared, quote)).toBeNull()
})

test('the quotation resolves what it speaks of itself', () => {
  expect(modalityGuard('must I register', 'can I register', 'Everyone has to register.')).toMatchObject({ resolved: true })
  expect(quantifiersGuard('how high is it at most', 'how high is it', 'It is at most 5 MB.')).toMatchObject({ resolved: true })
  expect(exclusionsGuard('what can I use instead of npm', 'how do I use npm', 'Instead of npm you can use pnpm.')).toMatchObject({
    resolved: true,
  })
})
