import { expect, test } from 'vitest'
import type { EntryId } from '../../spec/ids.ts'
import { sampleAnswer } from '../../testing/reverie-samples.ts'
import { createScriptedTerminal } from '../../testing/scripted-terminal.ts'
import { answerLine } from './answer-line.ts'
import { answerLines } from './answer-text.ts'
import { createStyle } from './style.ts'

const now = 1_800_000_000_000
const style = createStyle(createScriptedTerminal().stdout, {})
const from = [{ entry: 'e1' as EntryId, preparedFor: 'Which port does the server listen on?' }]

test('an adapted answer says so and what was changed', () => {
  const what = 'narrowed to one sentence of the answer to “Which port does the server listen on?”'
  const line = answerLine(sampleAnswer({ served: 'adapted', adaptation: { kind: 'sub-question', what, from } }), now, style)
  expect(line).toContain(`adapted · ${what}, prepared 12 min ago`)
  expect(answerLine(sampleAnswer(), now, style)).not.toContain('adapted')
})

test('a joint answer is read part by part, its places after it', () => {
  const lines = answerLines(
    sampleAnswer({
      served: 'adapted',
      text: 'Which port?\nIt is 3000.\n\nWhich host?\nIt is local.',
      adaptation: { kind: 'joint', what: 'two prepared answers joined', from },
      citations: [
        { path: 'a.md', startLine: 1, endLine: 1, quote: 'It is 3000.' },
        { path: 'b.md', startLine: 2, endLine: 2, quote: 'It is local.' },
      ],
    }),
    now,
    style,
  )
  expect(lines.slice(0, 8)).toEqual(['Which port?', 'It is 3000.', '', 'Which host?', 'It is local.', '', 'a.md:1', 'b.md:2'])
})
