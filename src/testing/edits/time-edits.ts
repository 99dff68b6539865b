import type { EditCase } from './edit-case.ts'
import { limit, onePage, port, queue, restart } from './sample-page.ts'

const page = 'page.md'
const all = [queue, restart, limit, port]
const time = (name: string, edit: EditCase['edit'], rest: Pick<EditCase, 'stays' | 'goes'> & Partial<EditCase>): EditCase => ({
  kind: 'time',
  name,
  files: onePage,
  edit,
  ...rest,
})
const kept = { stays: all, goes: [] }
const goneQueue = { stays: [restart, limit, port], goes: [queue] }
const branch = '# The § lamp\n\nThe § lamp lasts 5000 hours.\n'

/** Times that lie, and texts that come and go. */
export const timeEdits: readonly EditCase[] = [
  time('it is touched', (place) => place.touch(page), { ...kept, costsNothing: true }),
  time('it is written again as it is', (place) => place.write(page, place.read(page)), { ...kept, costsNothing: true }),
  time('it is edited to the same size', (place) => place.change(page, '900', '901'), goneQueue),
  time('it is edited and its time put back', (place) => place.keepingTimes(page, () => place.change(page, '900', '9001')), goneQueue),
  time(
    'it is edited to the same size and its time put back',
    (place) => place.keepingTimes(page, () => place.change(page, '900', '901')),
    goneQueue,
  ),
  time(
    'it is replaced by a file written beside it',
    (place) => {
      place.write('beside.md', place.read(page).replace('900', '901'))
      place.rename('beside.md', page)
    },
    goneQueue,
  ),
  time(
    'it is deleted and made again as it was',
    (place) => {
      const text = place.read(page)
      place.remove(page)
      place.write(page, text)
    },
    { ...kept, costsNothing: true },
  ),
  time(
    'it is edited and put back before anybody asks',
    (place) => {
      place.change(page, '900', '901')
      place.change(page, '901', '900')
    },
    { ...kept, costsNothing: true },
  ),
  time(
    'it is edited, asked about and put back',
    async (place) => {
      place.change(page, '900', '901')
      await place.ask()
      place.change(page, '901', '900')
    },
    kept,
  ),
  time(
    'it is deleted, asked about and put back',
    async (place) => {
      const text = place.read(page)
      place.remove(page)
      await place.ask()
      place.write(page, text)
    },
    kept,
  ),
  time(
    'it is edited, slept over and put back',
    async (place) => {
      place.change(page, '900', '901')
      await place.sleep()
      place.change(page, '901', '900')
    },
    kept,
  ),
  time(
    'it is deleted, slept over and put back',
    async (place) => {
      const text = place.read(page)
      place.remove(page)
      await place.sleep()
      place.write(page, text)
    },
    kept,
  ),
  time(
    'another branch is checked out and this one again',
    async (place) => {
      const text = place.read(page)
      place.remove(page)
      place.write('lamp.md', branch)
      await place.ask()
      place.remove('lamp.md')
      place.write(page, text)
    },
    kept,
  ),
  time(
    'another branch is checked out, slept over, and this one again',
    async (place) => {
      const text = place.read(page)
      place.write(page, branch)
      await place.sleep()
      place.write(page, text)
    },
    kept,
  ),
  time(
    'the edit of another branch is slept over twice',
    async (place) => {
      const text = place.read(page)
      for (const number of ['901', '902']) {
        place.write(page, text.replace('900', number))
        await place.sleep()
      }
      place.write(page, text)
    },
    kept,
  ),
]
