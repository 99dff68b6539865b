import { expect, it } from 'vitest'
import type { PassageState } from '../corpus/change-hook.ts'
import { textDigests } from '../corpus/passage-digests.ts'
import type { DocumentId } from '../spec/ids.ts'
import { sameLayout } from './same-layout.ts'

const state = (text: string, kind: PassageState['kind'] = 'prose', language: string | null = null): PassageState => {
  const { exact, normal } = textDigests(kind, text)
  return { document: 'd' as DocumentId, version: exact, normal, text, kind, language, place: [], placeDigest: exact }
}

it('holds for a reflowed paragraph, and for code formatted anew unless that rung is off', () => {
  expect(sameLayout(state('One line of text.'), state('One line\nof text.'), {})).toBe('same-normal')
  const [before, after] = [state('run(a,b)', 'code', 'ts'), state('run(a, b)', 'code', 'ts')]
  expect(sameLayout(before, after, {})).toBe('same-projection')
  expect(sameLayout(before, after, { off: ['same-projection'] })).toBeNull()
})

it('does not hold for another word, another kind or another language', () => {
  expect(sameLayout(state('It takes 5 days.'), state('It takes 6 days.'), {})).toBeNull()
  expect(sameLayout(state('run(a,b)', 'code', 'ts'), state('run(a, b)', 'code', 'python'), {})).toBeNull()
  expect(sameLayout(state('a | b'), state('a  | b', 'table'), {})).toBeNull()
})
