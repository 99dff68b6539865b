import type { EditCase } from './edit-case.ts'
import { limit, onePage, port, queue, restart } from './sample-page.ts'

const page = 'page.md'
const homeLine = '- `§Home`: The folder of the § worker. Defaults to `/§`.\n'
const limitLine = '- `§Limit`: How many § jobs run at once. Defaults to `12`.\n'
const admin = '| `8011` | The port'
const list = (
  name: string,
  from: string,
  to: string,
  rest: Pick<EditCase, 'stays' | 'goes'> & Partial<Pick<EditCase, 'members'>>,
): EditCase => ({ kind: 'list', name, files: onePage, edit: (place) => place.change(page, from, to), ...rest })

const members = ['`§Limit`', '`§Home`', '`§Port`', '`§AdminPort`']

/** Lists and tables: their items one by one, and the complete lists over them. */
export const listEdits: readonly EditCase[] = [
  list('an item is added', homeLine, `${homeLine}- \`§Retries\`: How often a § job is tried again. Defaults to \`3\`.\n`, {
    stays: [queue, restart, limit, port],
    goes: [],
    members: [...members, '`§Retries`'],
  }),
  list('an item is added first', limitLine, `- \`§Retries\`: How often a § job is tried again. Defaults to \`3\`.\n${limitLine}`, {
    stays: [queue, restart, limit, port],
    goes: [],
    members: [...members, '`§Retries`'],
  }),
  list('an item is removed', homeLine, '', {
    stays: [queue, restart, limit, port],
    goes: [],
    members: ['`§Limit`', '`§Port`', '`§AdminPort`'],
  }),
  list('a quoted item is removed', limitLine, '', {
    stays: [queue, restart, port],
    goes: [limit],
    members: ['`§Home`', '`§Port`', '`§AdminPort`'],
  }),
  list('items change places', `${limitLine}${homeLine}`, `${homeLine}${limitLine}`, {
    stays: [queue, restart, limit, port],
    goes: [],
    members,
  }),
  list('an item is edited', 'Defaults to `12`', 'Defaults to `13`', {
    stays: [queue, restart, port],
    goes: ['Defaults to `12`'],
    members,
  }),
  list('an item is renamed', '`§Limit`', '`§Maximum`', {
    stays: [queue, restart, port],
    goes: [limit],
    members: ['`§Maximum`', '`§Home`', '`§Port`', '`§AdminPort`'],
  }),
  list('an item gains a deprecation', 'run at once.', 'run at once. Deprecated.', {
    stays: [queue, restart, port],
    goes: ['run at once. Defaults to `12`'],
  }),
  list('a table cell is edited', '`8010`', '`8020`', {
    stays: [queue, restart, limit, admin],
    goes: [port],
    members,
  }),
  list(
    'two table cells are swapped',
    '| `8010` | The port § listens on |\n| `§AdminPort` | `8011` |',
    '| `8011` | The port § listens on |\n| `§AdminPort` | `8010` |',
    {
      stays: [queue, restart, limit],
      goes: ['`§Port` | `8010`', '`§AdminPort` | `8011`'],
    },
  ),
  list('a table row is added', '| `§AdminPort`', '| `§DebugPort` | `8012` | The port § is debugged on |\n| `§AdminPort`', {
    stays: [queue, restart, limit, port, admin],
    goes: [],
    members: [...members, '`§DebugPort`'],
  }),
  list('a table row is removed', '| `§AdminPort` | `8011` | The port § administrators use |\n', '', {
    stays: [queue, restart, limit, port],
    goes: [admin],
    members: ['`§Limit`', '`§Home`', '`§Port`'],
  }),
  list('a column heading of the table is edited', '| option | default |', '| option | default before v3 |', {
    stays: [queue, restart, limit],
    goes: [],
  }),
]
