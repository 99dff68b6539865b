import type { DocLine } from './doc-lines.ts'

/** The parts of documentation that facts are read from; everything else is `other`. */
export type DocTagName =
  | 'param'
  | 'returns'
  | 'throws'
  | 'panics'
  | 'safety'
  | 'deprecated'
  | 'default'
  | 'example'
  | 'note'
  | 'internal'
  | 'other'

/** The beginning of a labelled part. */
export interface DocTagStart {
  readonly name: DocTagName
  readonly argument: string | null
  /** Text after the label on its own line. */
  readonly rest: DocLine | null
  /** True for a section whose entries are named line by line. */
  readonly holdsEntries: boolean
  /** True where the next line only underlines the label. */
  readonly skipNext: boolean
}

const names: Readonly<Record<string, DocTagName>> = {
  param: 'param',
  arg: 'param',
  args: 'param',
  argument: 'param',
  arguments: 'param',
  parameter: 'param',
  parameters: 'param',
  keyword: 'param',
  'keyword args': 'param',
  'keyword arguments': 'param',
  attributes: 'param',
  return: 'returns',
  returns: 'returns',
  yields: 'returns',
  throws: 'throws',
  throw: 'throws',
  exception: 'throws',
  raises: 'throws',
  raise: 'throws',
  errors: 'throws',
  panics: 'panics',
  safety: 'safety',
  deprecated: 'deprecated',
  default: 'default',
  defaultvalue: 'default',
  example: 'example',
  examples: 'example',
  usage: 'example',
  note: 'note',
  notes: 'note',
  warning: 'note',
  warnings: 'note',
  caution: 'note',
  remarks: 'note',
  important: 'note',
  internal: 'internal',
  private: 'internal',
  hidden: 'internal',
}

/** The labelled part that begins on this line, or null. `next` is looked at for numpy's underlines. */
export function docTagOf(line: DocLine, next: DocLine | undefined, documents: boolean): DocTagStart | null {
  return atTag(line) ?? fieldTag(line) ?? headingTag(line) ?? goTag(line) ?? (documents ? sectionTag(line, next) : null)
}

/** `@param {Type} name - text`, `@deprecated text`. */
function atTag(line: DocLine): DocTagStart | null {
  const match = /^@([A-Za-z]+)\b:?\s*/.exec(line.text)
  if (match === null) return null
  const name = names[(match[1] ?? '').toLowerCase()] ?? 'other'
  let used = match[0].length
  let argument: string | null = null
  const type = /^\{[^}]*\}\s*/.exec(line.text.slice(used))
  if (type !== null && name !== 'deprecated') used += type[0].length
  if (name === 'param' || (name === 'throws' && type === null)) {
    const named = /^\[?([A-Za-z_$][\w$.]*)[^\s\]]*\]?(?:\s*-)?\s*/.exec(line.text.slice(used))
    const isName = name === 'param' || /^[A-Z]\w*(?:\s|$)/.test(line.text.slice(used))
    if (named !== null && isName) {
      argument = named[1] ?? null
      used += named[0].length
    }
  } else if (name === 'throws' && type !== null) argument = type[0].replace(/[{}\s]/g, '')
  return start(line, name, argument, used)
}

/** `:param int x: text`, `:raises ValueError: text`, `.. deprecated:: 3.2`. */
function fieldTag(line: DocLine): DocTagStart | null {
  const match = /^:(\w+)(?:\s+[^:]*?([\w.*]+))?:\s*/.exec(line.text) ?? /^\.\.\s+(\w+)::\s*[\d.]*\s*()/.exec(line.text)
  if (match === null) return null
  const name = names[(match[1] ?? '').toLowerCase()] ?? 'other'
  return start(line, name, match[2] === undefined || match[2] === '' ? null : match[2], match[0].length)
}

/** rustdoc's `# Errors`. */
function headingTag(line: DocLine): DocTagStart | null {
  const match = /^#{1,3}\s+(\w+)\s*$/.exec(line.text)
  if (match === null) return null
  return start(line, names[(match[1] ?? '').toLowerCase()] ?? 'other', null, line.text.length)
}

/** `Deprecated: use X`, as Go and others write it. */
function goTag(line: DocLine): DocTagStart | null {
  const match = /^(Deprecated|DEPRECATED):\s*/.exec(line.text)
  return match === null ? null : start(line, 'deprecated', null, match[0].length)
}

/** `Args:` on a line of its own, or `Parameters` underlined. */
function sectionTag(line: DocLine, next: DocLine | undefined): DocTagStart | null {
  const underlined = next !== undefined && /^-{3,}$/.test(next.text)
  const match = /^([A-Z][a-z]+(?: [Aa]rg(?:ument)?s)?)(:?)$/.exec(line.text)
  if (match === null || (match[2] === '' && !underlined)) return null
  const name = names[(match[1] ?? '').toLowerCase()]
  if (name === undefined) return null
  return { name, argument: null, rest: null, holdsEntries: name === 'param' || name === 'throws', skipNext: underlined }
}

function start(line: DocLine, name: DocTagName, argument: string | null, used: number): DocTagStart {
  const rest = line.text.slice(used)
  return {
    name,
    argument,
    rest: rest.trim() === '' ? null : { text: rest.trim(), start: line.start + used, indent: line.indent },
    holdsEntries: false,
    skipNext: false,
  }
}
