import type { EditCase } from './edit-case.ts'
import { limit, onePage, port, queue, restart } from './sample-page.ts'

const all = [queue, restart, limit, port]
const elsewhere = (name: string, edit: EditCase['edit'], rest: Pick<EditCase, 'stays' | 'goes'> & Partial<EditCase>): EditCase => ({
  kind: 'elsewhere',
  name,
  files: onePage,
  edit,
  ...rest,
})
const said = '# News of §\n\nThe § queue holds 900 jobs.\n'
const unanswered = ['When was §ius born?']

/** Changes of what was not cited: new texts, and the loss of one of two. */
export const elsewhereEdits: readonly EditCase[] = [
  elsewhere('a new file contradicts', (place) => place.write('new.md', '# News of §\n\nThe § queue holds 400 jobs.\n'), {
    stays: [restart, limit, port],
    goes: [],
    doubted: [queue],
  }),
  elsewhere(
    'an old file comes to contradict',
    (place) => place.change('old.md', 'Nothing is said of § here.', 'The § queue holds 400 jobs.'),
    {
      files: { ...onePage, 'old.md': '# News of §\n\nNothing is said of § here.\n' },
      stays: [restart, limit, port],
      goes: [],
      doubted: [queue],
    },
  ),
  elsewhere('a new file says something else', (place) => place.write('new.md', '# Bakery\n\nBread rises overnight in the cellar.\n'), {
    stays: all,
    goes: [],
  }),
  elsewhere(
    'many new files say something else',
    (place) => {
      for (let at = 0; at < 30; at++) place.write(`new/${at}.md`, `# Bakery ${at}\n\nBread number ${at} rises overnight in the cellar.\n`)
    },
    { stays: all, goes: [] },
  ),
  elsewhere('a new file says the same', (place) => place.write('new.md', said), { stays: [restart, limit, port], goes: [] }),
  elsewhere('of two files that say the same one is deleted', (place) => place.remove('second.md'), {
    files: { ...onePage, 'second.md': said },
    stays: [restart, limit, port],
    goes: [],
  }),
  elsewhere('of two files that say the same the other is deleted', (place) => place.change('page.md', ' The § queue holds 900 jobs.', ''), {
    files: { ...onePage, 'second.md': said },
    stays: [restart, limit, port],
    goes: [],
  }),
  elsewhere('of two files that say the same one is edited', (place) => place.change('second.md', '900', '800'), {
    files: { ...onePage, 'second.md': said },
    stays: [restart, limit, port],
    goes: [],
  }),
  elsewhere('new text answers what nothing answered', (place) => place.write('new.md', '# §ius\n\n§ius was born in 1961.\n'), {
    stays: [restart, limit, port],
    goes: [],
    unanswered,
    outcome: 'answered',
  }),
  elsewhere(
    'edited text answers what nothing answered',
    (place) => place.change('page.md', 'every machine of the group.', 'every machine of the group. §ius was born in 1961.'),
    {
      stays: [restart, limit, port],
      goes: [],
      unanswered,
      outcome: 'answered',
    },
  ),
  elsewhere(
    'new text does not answer what nothing answered',
    (place) => place.write('new.md', '# Bakery\n\nBread rises overnight in the cellar.\n'),
    {
      stays: all,
      goes: [],
      unanswered,
      outcome: 'still-unanswered',
    },
  ),
]
