import { expect, it } from 'vitest'
import type { DocumentId } from '../../spec/ids.ts'
import { clusterTopics, type TopicDocument } from './cluster-topics.ts'

function document(id: string, words: string, vector: readonly number[] | null = null): TopicDocument {
  return {
    id: id as DocumentId,
    title: words,
    terms: new Map(
      words
        .toLowerCase()
        .split(' ')
        .map((word) => [word, 1]),
    ),
    vector: vector === null ? null : Float32Array.from(vector),
  }
}

const documents = [
  document('a1', 'Ocean tides', [1, 0.1, 0]),
  document('a2', 'Ocean currents', [0.9, 0.2, 0]),
  document('a3', 'Ocean depth', [1, 0, 0.1]),
  document('b1', 'Steam engines', [0, 1, 0.1]),
  document('b2', 'Steam pressure', [0.1, 1, 0]),
  document('b3', 'Steam boilers', [0, 0.9, 0.2]),
]

const membersOf = (topics: ReturnType<typeof clusterTopics>) => topics.map((topic) => topic.members.map((member) => member.document).sort())

it('groups by vector, labels by what members share, whatever the order', () => {
  const topics = clusterTopics(documents)
  expect(membersOf(topics).sort()).toEqual([
    ['a1', 'a2', 'a3'],
    ['b1', 'b2', 'b3'],
  ])
  expect(topics.map((topic) => topic.label).sort()).toEqual(['Ocean', 'Steam'])
  expect(clusterTopics([...documents].reverse())).toEqual(topics)
})

it('groups by terms while a vector is owed', () => {
  const topics = clusterTopics(documents.map((each) => ({ ...each, vector: each.id === 'a1' ? null : each.vector })))
  expect(membersOf(topics).flat().sort()).toEqual(documents.map((each) => each.id))
})

it('makes none of fewer than four documents', () => {
  expect(clusterTopics(documents.slice(0, 3))).toEqual([])
})

it('keeps an id while most members stay, and gives a new one otherwise', () => {
  const before = clusterTopics(documents)
  const grown = clusterTopics(
    [...documents, document('a4', 'Ocean waves', [1, 0.1, 0.1])],
    before.map((topic) => ({ id: topic.id, members: topic.members.map((member) => member.document) })),
  )
  expect(grown.map((topic) => topic.id).sort()).toEqual(before.map((topic) => topic.id).sort())
  const foreign = clusterTopics(documents, [{ id: 'old', members: ['z1', 'z2'] as DocumentId[] }])
  expect(foreign.map((topic) => topic.id)).not.toContain('old')
})

it('makes at most 40 topics, each with a label of its own', () => {
  const many = Array.from({ length: 600 }, (_, index) =>
    document(`d${index}`, `Word${index % 90} thing`, [Math.cos(index), Math.sin(index * 7), Math.cos(index * 3)]),
  )
  const topics = clusterTopics(many)
  expect(topics.length).toBeLessThanOrEqual(40)
  expect(new Set(topics.map((topic) => topic.label)).size).toBe(topics.length)
  expect(topics.flatMap((topic) => topic.members)).toHaveLength(600)
})
