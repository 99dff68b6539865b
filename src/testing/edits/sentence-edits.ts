import type { EditCase } from './edit-case.ts'
import { limit, onePage, port, queue, restart } from './sample-page.ts'

const page = 'page.md'
const one = (
  name: string,
  from: string,
  to: string,
  { stays, goes }: { readonly stays: readonly string[]; readonly goes: readonly string[] },
): EditCase => ({ kind: 'sentence', name, files: onePage, edit: (place) => place.change(page, from, to), stays, goes })

const others = [restart, limit, port]
const gone = { stays: others, goes: [queue] }
const all = { stays: [queue, ...others], goes: [] }
const sentence = 'The § queue holds 900 jobs.'

/** Edits of a quoted sentence, and of what stands beside it. */
export const sentenceEdits: readonly EditCase[] = [
  one('a number is edited', 'holds 900 jobs', 'holds 901 jobs', gone),
  one('a digit is appended', 'holds 900 jobs', 'holds 9000 jobs', gone),
  one('a decimal point is inserted', 'holds 900 jobs', 'holds 9.00 jobs', gone),
  one('a unit is edited', 'wait 11 seconds', 'wait 11 minutes', { stays: [queue, limit, port], goes: [restart] }),
  one('a negation is inserted', 'queue holds 900', 'queue never holds 900', gone),
  one('a negation is appended', sentence, 'The § queue holds 900 jobs no longer.', gone),
  one('a condition is appended', sentence, 'The § queue holds 900 jobs, unless configured.', gone),
  one('a condition is put before', sentence, 'Until 2020 the § queue holds 900 jobs.', gone),
  one('a condition is put before without a change of case', sentence, 'Until 2020: The § queue holds 900 jobs.', gone),
  one('an identifier is edited', '`stop-§`', '`halt-§`', { stays: [queue, limit, port], goes: ['`stop-§`'] }),
  one('a word of the subject is edited', 'The § queue', 'The second § queue', gone),
  one('a quantifier is edited', sentence, 'The § queue holds at least 900 jobs.', { stays: others, goes: ['queue holds 900'] }),
  one('emphasis is put on the number', '900 jobs', '**900** jobs', { stays: others, goes: [] }),
  one('the sentence is struck out', sentence, '~~The § queue holds 900 jobs.~~', gone),
  one('the sentence becomes a question', sentence, 'The § queue holds 900 jobs?', gone),
  one('the sentence is commented out', sentence, '<!-- The § queue holds 900 jobs. -->', gone),
  one('the sentence is deleted', ` ${sentence}`, '', gone),
  one('the sentence is halved over two paragraphs', 'holds 900 jobs', 'holds\n\n900 jobs', { stays: others, goes: [] }),
  one('a letter becomes one that looks alike', 'The § queue holds', 'The § queue hоlds', gone),
  one('another sentence of the paragraph is edited', 'every machine', 'each machine', all),
  one('another sentence of the paragraph is deleted', 'The § worker runs on every machine of the group. ', '', all),
  one('a sentence is inserted before', sentence, `Nothing else does. ${sentence}`, all),
  one('a sentence is inserted after', sentence, `${sentence} It is emptied at night.`, all),
  one('a paragraph is inserted before', 'The § worker runs', 'Some news of § first.\n\nThe § worker runs', all),
  one('the sentence is repeated in its paragraph', sentence, `${sentence} Really. ${sentence}`, { stays: others, goes: [] }),
  one('the sentence is repeated in another section', 'then wait 11 seconds.', `then wait 11 seconds.\n\n${sentence}`, {
    stays: [queue, limit, port],
    goes: [],
  }),
  {
    kind: 'sentence',
    name: 'two sentences swap places',
    files: onePage,
    edit: (place) =>
      place.change(
        page,
        'The § worker runs on every machine of the group. The § queue holds 900 jobs.',
        'The § queue holds 900 jobs. The § worker runs on every machine of the group.',
      ),
    ...all,
  },
]
