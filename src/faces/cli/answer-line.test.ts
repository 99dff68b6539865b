import { expect, it } from 'vitest'
import { sampleAnswer } from '../../testing/reverie-samples.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import { answerLine } from './answer-line.ts'
import { createStyle } from './style.ts'

const now = 1_800_000_000_000
const style = createStyle(createScriptedTerminal().stdout, {})
const live = { served: 'live', preparedBy: null, preparedAt: null, preparedFor: null, savedTokens: 0 } as const

it('tells of what was prepared why it was not used, and of what is read now that it cites what stands there now', () => {
  const detail = 'its source has changed'
  const line = answerLine(sampleAnswer({ ...live, decision: { reason: 'stale', detail, entry: null, guards: [] } }), now, style)
  expect(line).toContain('live · what was prepared was not used: its source has changed · cites its sources as they are now · 27 ms')
  expect(line).not.toContain('unchanged')
  const none = sampleAnswer({ ...live, served: 'none', citations: [], decision: { reason: 'stale', detail, entry: null, guards: [] } })
  expect(answerLine(none, now, style)).toContain('none · what was prepared was not used: its source has changed · 27 ms')
})

it('never shows what a person wrote as generated', () => {
  expect(answerLine(sampleAnswer({ preparedBy: 'person', approvedAt: now }), now, style)).toContain(
    'hit · written by a person just now for',
  )
  expect(answerLine(sampleAnswer({ preparedBy: 'person' }), now, style)).toContain(
    'hit · written by a person, not approved here 12 min ago',
  )
})

it('says of a live answer that not all of its sources could be looked at', () => {
  const freshness = { state: 'unchecked', checkedAt: now, note: 'the folder could not be read' } as const
  const line = answerLine(sampleAnswer({ ...live, freshness }), now, style)
  expect(line).toContain('· source not checked (the folder could not be read) ·')
})
