import type { EditCase } from './edit-case.ts'
import { sampleCode } from './sample-page.ts'

const file = 'store.ts'
const throws = 'Throws a RangeError'
const kept = 'are kept in the § store'
const code = (name: string, change: (text: string) => string, rest: Pick<EditCase, 'stays' | 'goes'> & Partial<EditCase>): EditCase => ({
  kind: 'code',
  name,
  files: { [file]: sampleCode },
  edit: (place) => place.write(file, change(place.read(file))),
  ...rest,
})

/** Source code: documented definitions. */
export const codeEdits: readonly EditCase[] = [
  code('imports are sorted', (text) => text.split('\n').slice(0, 2).toReversed().concat(text.split('\n').slice(2)).join('\n'), {
    stays: [throws],
    goes: [],
  }),
  code('tabs become spaces', (text) => text.replaceAll('\t', '  '), { stays: [kept, throws], goes: [] }),
  code('a function is added', (text) => `${text}\nexport function close(): void {}\n`, { stays: [throws], goes: [] }),
  code('a line of the body is edited', (text) => text.replace(`'utf8'`, `'latin1'`), { stays: [kept, throws], goes: [] }),
  code('the comment is edited', (text) => text.replace('store is full', 'store is empty'), {
    stays: [kept],
    goes: ['store is full'],
  }),
  code('the value of a constant is edited', (text) => text.replace('= 70', '= 71'), { stays: [throws], goes: ['= 70'] }),
  code('a function is renamed', (text) => text.replace(/open(\w+)Store/g, 'reopen$1Store'), { stays: [kept], goes: [], doubted: [throws] }),
  code('definitions change places', (text) => text.replace(/(\/\*\* How[\s\S]*?)\n(\/\*\* Opens[\s\S]*)/, '$2\n$1'), {
    stays: [throws, kept],
    goes: [],
  }),
]
