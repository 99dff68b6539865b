import type { EditCase } from './edit-case.ts'
import { limit, onePage, port, queue, restart, samplePage } from './sample-page.ts'

const page = 'page.md'
const all = [queue, restart, limit, port]
const paragraph = 'The § worker runs on every machine of the group. The § queue holds 900 jobs.\n'

/** The same words in another place: what they mean may differ. */
export const placeEdits: readonly EditCase[] = [
  {
    kind: 'place',
    name: 'the quoted paragraph moves under a heading that changes its meaning',
    files: onePage,
    edit(place) {
      place.change(page, `\n${paragraph}`, '')
      place.change(page, '## Ports of', `## Before v3\n\n${paragraph}\n## Ports of`)
    },
    stays: [restart, limit, port],
    goes: [],
    doubted: [queue],
  },
  {
    kind: 'place',
    name: 'a heading that changes the meaning is put before the quoted paragraph',
    files: onePage,
    edit: (place) => place.change(page, paragraph, `## Before v3\n\n${paragraph}`),
    stays: [restart, limit, port],
    goes: [],
    doubted: [queue],
  },
  {
    kind: 'place',
    name: 'a heading is renamed',
    files: onePage,
    edit: (place) => place.change(page, '## Options of', '## Removed options of'),
    stays: [queue, restart, port],
    goes: [],
    doubted: [limit],
  },
  {
    kind: 'place',
    name: 'a heading is taken away, so that its text falls under the one before',
    files: onePage,
    edit: (place) => place.change(page, '## Options of the § worker\n\n', ''),
    stays: [queue, port],
    goes: [],
    doubted: [limit],
  },
  {
    kind: 'place',
    name: 'headings are numbered',
    files: onePage,
    edit(place) {
      place.change(page, '## Restarting', '## 1. Restarting')
      place.change(page, '## Options', '## 2. Options')
      place.change(page, '## Ports', '## 3. Ports')
    },
    stays: all,
    goes: [],
  },
  {
    kind: 'place',
    name: 'numbered headings are renumbered',
    files: { [page]: samplePage.replace('## Restarting', '## 4. Restarting').replace('## Options', '## 5. Options') },
    edit(place) {
      place.change(page, '## 4. Restarting', '## 5. Restarting')
      place.change(page, '## 5. Options', '## 6. Options')
    },
    stays: all,
    goes: [],
    costsNothing: true,
  },
  {
    kind: 'place',
    name: 'two sections swap places',
    files: onePage,
    edit(place) {
      const [head = '', restarting = '', options = '', ports = ''] = place.read(page).split(/^(?=## )/m)
      place.write(page, [head, options.trimEnd(), '\n\n', restarting.trimEnd(), '\n\n', ports].join(''))
    },
    stays: all,
    goes: [],
  },
  {
    kind: 'place',
    name: 'the title in the front matter is changed',
    files: { [page]: `---\ntitle: The § worker\n---\n${samplePage}` },
    edit: (place) => place.change(page, 'title: The § worker', 'title: The § handbook'),
    stays: all,
    goes: [],
  },
  {
    kind: 'place',
    name: 'a front matter field that is no title is changed',
    files: { [page]: `---\ntitle: The § worker\nauthor: one\n---\n${samplePage}` },
    edit: (place) => place.change(page, 'author: one', 'author: two'),
    stays: all,
    goes: [],
  },
  {
    kind: 'place',
    name: 'the quoted paragraph becomes a quotation of somebody',
    files: onePage,
    edit: (place) => place.change(page, paragraph, `> Bob said: ${paragraph.replace('. The', '.\n> The')}`),
    stays: [restart, limit, port],
    goes: [],
  },
  {
    kind: 'place',
    name: 'the quoted paragraph moves to another file under the same heading',
    files: { ...onePage, 'other.md': '# The other §\n\nNothing is said here of § so far.\n' },
    edit(place) {
      place.change(page, `\n${paragraph}`, '')
      place.write('other.md', `# The § worker\n\n${paragraph}`)
    },
    stays: [restart, limit, port],
    goes: [],
  },
]
