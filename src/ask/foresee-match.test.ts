import { expect, test } from 'vitest'
import { createFormReader } from '../cache/features/question-form.ts'
import type { AskScope } from './ask-types.ts'
import { foreseeMatch } from './foresee-match.ts'
import type { MatchMeans } from './match-means.ts'

/** What was read, and means that note it. */
function notedMeans(openWords: () => Promise<void> = async () => {}) {
  const read: string[] = []
  const scope = {
    keysFor: async (policy: string) => {
      read.push(`keys of ${policy}`)
    },
  } as unknown as AskScope
  const match = {
    formOf: createFormReader(),
    basisOf: async () => {
      read.push('basis')
    },
    words: async () => {
      await openWords()
      return { name: 'noted', similarity: () => 0, learn: (words: Iterable<string>) => read.push(...words) }
    },
  } as unknown as MatchMeans
  return { read, scope, match }
}

test('keys, calibration and the words asked are read for every scope', async () => {
  const { read, scope, match } = notedMeans()
  await foreseeMatch({ match, scopes: [scope, scope], policy: 'p', question: 'How is the server port changed?' })
  expect(read.toSorted()).toEqual(['basis', 'basis', 'changed', 'keys of p', 'keys of p', 'port', 'server'])
})

test('a failure is told once all is under way, and nothing is left unhandled', async () => {
  const { read, scope, match } = notedMeans(() => Promise.reject(new Error('no file')))
  await expect(foreseeMatch({ match, scopes: [scope], policy: 'p', question: 'server port' })).rejects.toThrow('no file')
  expect(read).toEqual(['keys of p', 'basis'])
})
