import type { EditCase } from './edit-case.ts'
import { limit, onePage, port, queue, restart, samplePage } from './sample-page.ts'

const page = 'page.md'
const all = [queue, restart, limit, port]
const other = '# The § lamp\n\nThe § lamp needs 40 volts. The § lamp lasts 5000 hours.\n'
const lamp = 'lasts 5000 hours'
const file = (name: string, edit: EditCase['edit'], rest: Pick<EditCase, 'stays' | 'goes'> & Partial<EditCase>): EditCase => ({
  kind: 'file',
  name,
  files: onePage,
  edit,
  ...rest,
})
const kept = { stays: all, goes: [] }
const gone = { stays: [], goes: all }

/** Files as a whole: renamed, split, merged, hidden. */
export const fileEdits: readonly EditCase[] = [
  file('it is renamed', (place) => place.rename(page, 'renamed.md'), kept),
  file('it moves into a new folder', (place) => place.rename(page, 'deep/er/page.md'), kept),
  file('only the case of its name changes', (place) => place.rename(page, 'PAGE.md'), kept),
  file(
    'it is renamed and edited',
    (place) => {
      place.rename(page, 'renamed.md')
      place.change('renamed.md', 'holds 900 jobs', 'holds 901 jobs')
    },
    { stays: [restart, limit, port], goes: [queue] },
  ),
  file(
    'two files swap names',
    (place) => {
      place.rename(page, 'between.md')
      place.rename('other.md', page)
      place.rename('between.md', 'other.md')
    },
    {
      files: { ...onePage, 'other.md': other },
      stays: [...all, lamp],
      goes: [],
      gap: 'a path keeps its document, so what moved to another path that was there is found by a sleep only',
    },
  ),
  file(
    'it is split in two',
    (place) => {
      const text = place.read(page)
      const at = text.indexOf('## Options')
      place.write(page, text.slice(0, at))
      place.write('options.md', `# The § worker\n\n${text.slice(at)}`)
    },
    { stays: [queue, restart], goes: [] },
  ),
  file(
    'two are merged',
    (place) => {
      place.write(page, `${place.read(page)}\n${place.read('other.md')}`)
      place.remove('other.md')
    },
    { files: { ...onePage, 'other.md': other }, stays: all, goes: [] },
  ),
  file('it is deleted', (place) => place.remove(page), gone),
  file('it is emptied', (place) => place.write(page, ''), gone),
  file(
    'it is copied and the original deleted',
    (place) => {
      place.write('copy.md', place.read(page))
      place.remove(page)
    },
    kept,
  ),
  file('a copy of it appears', (place) => place.write('copy.md', place.read(page)), kept),
  file('a copy of it disappears', (place) => place.remove('copy.md'), {
    files: { ...onePage, 'copy.md': samplePage },
    stays: [],
    goes: [],
  }),
  file(
    'it becomes a link to a file outside',
    (place) => {
      place.remove(page)
      place.link(page, '/etc/hostname')
    },
    gone,
  ),
  file(
    'it becomes a link to another file of the folder',
    (place) => {
      place.remove(page)
      place.link(page, 'other.md')
    },
    { files: { ...onePage, 'other.md': other }, stays: [lamp], goes: all },
  ),
  file('it is ignored from now on', (place) => place.write('.gitignore', 'page.md\n'), gone),
  file('it grows over the limit', (place) => place.write(page, place.read(page) + 'More § words here.\n'.repeat(3_000)), gone),
  file('it becomes binary', (place) => place.write(page, Uint8Array.from([0, 1, 2, 0, 255, 254, 0, 7])), gone),
  file(
    'it becomes a folder',
    (place) => {
      const text = place.read(page)
      place.remove(page)
      place.write('page.md/inside.md', text)
    },
    kept,
  ),
  file(
    'it becomes a folder while another file comes back',
    async (place) => {
      const [text, back] = [place.read(page), place.read('other.md')]
      place.remove('other.md')
      await place.ask()
      place.write('other.md', back)
      place.remove(page)
      place.write('page.md/inside.md', text)
    },
    { files: { ...onePage, 'other.md': other }, ...kept },
  ),
  file('it is renamed to what holds secrets', (place) => place.rename(page, '.env'), gone),
  file('its ending changes', (place) => place.rename(page, 'page.txt'), { stays: [], goes: [] }),
]
