import type { EditCase } from './edit-case.ts'
import { limit, onePage, port, queue, restart, samplePage } from './sample-page.ts'

const page = 'page.md'
const all = [queue, restart, limit, port]
const layout = (name: string, change: (text: string) => string, more: Partial<EditCase> = {}): EditCase => ({
  kind: 'layout',
  name,
  files: onePage,
  edit: (place) => place.write(page, change(place.read(page))),
  stays: all,
  goes: [],
  ...more,
})

/** Nothing is said otherwise: everything stays. */
export const layoutEdits: readonly EditCase[] = [
  layout('line ends become CRLF', (text) => text.replaceAll('\n', '\r\n'), { costsNothing: true }),
  layout('line ends become LF', (text) => text.replaceAll('\r\n', '\n'), {
    files: { [page]: samplePage.replaceAll('\n', '\r\n') },
    costsNothing: true,
  }),
  layout('a byte order mark is put before', (text) => `\uFEFF${text}`, { costsNothing: true }),
  layout('the last line end is taken away', (text) => text.trimEnd(), { costsNothing: true }),
  layout('blank lines are doubled', (text) => text.replaceAll('\n\n', '\n\n\n'), { costsNothing: true }),
  layout('a paragraph is reflowed between sentences', (text) => text.replace('group. The', 'group.\nThe'), { costsNothing: true }),
  layout('a paragraph is reflowed within a quoted sentence', (text) => text.replace('holds 900', 'holds\n900'), {
    stays: [restart, limit, port],
  }),
  layout('spaces are left at line ends', (text) => text.replaceAll('.\n', '. \n')),
  layout('list markers become stars', (text) => text.replaceAll('\n- ', '\n* '), { stays: [queue, restart, port] }),
  layout(
    'the table is aligned',
    (text) => text.replaceAll('|---|', '|:------|').replace('| option | default |', '| option    | default |'),
    {
      stays: [queue, restart, limit],
    },
  ),
  layout('the title is underlined instead', (text) => text.replace(/^# (.*)\n/, '$1\n======\n'), { costsNothing: true }),
  layout('headings are closed by signs', (text) => text.replace(/^(##) (.*)$/gm, '$1 $2 ##'), { costsNothing: true }),
]
