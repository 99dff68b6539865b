import { describe, expect, it } from 'vitest'
import { aspectsGuard } from './aspects.ts'

const quote = 'Compress Middleware: The minimum size in bytes to compress.'

describe('aspectsGuard', () => {
  it.each([
    ['Who made the `threshold` option of the Compress middleware?', 'What is the `threshold` option of the Compress middleware for?'],
    ['Since which version is there the `threshold` option?', 'What is the `threshold` option for?'],
    ['What is the type of the `threshold` option?', 'What is the `threshold` option for?'],
    ['How can I stop it when I set the threshold?', 'How do I set the threshold?'],
    ['How do I avoid having to bypass the threshold?', 'How do I bypass the threshold?'],
    ['How do I test the threshold?', 'How do I set the threshold?'],
    ['What is the maximum value of `threshold`?', 'What is the default value of `threshold`?'],
    ['What is the caches option of the Compress middleware for?', 'What is the `threshold` option of the Compress middleware for?'],
  ])('refuses %s', (asked, prepared) => {
    expect(aspectsGuard(asked, prepared, quote)).toMatchObject({ resolved: false })
  })

  it('lets other wordings of the same pass', () => {
    const prepared = 'What is the default value of the `threshold` option of the Compress middleware?'
    for (const asked of [
      'What does threshold default to in Compress?',
      'what is the threshold option in compress?',
      'Which option sets it?',
    ])
      expect(aspectsGuard(asked, prepared, quote)).toBeNull()
  })

  it('is resolved by a quotation that tells what is asked', () => {
    expect(
      aspectsGuard('What is the default of threshold?', 'What is `threshold` for?', 'The size to compress. Defaults to 1024 bytes.'),
    ).toMatchObject({ resolved: true })
  })
})
