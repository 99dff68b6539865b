import type { ClaimDraft, ClaimType } from '../../spec/claim.ts'
import { readingText } from '../english/reading-text.ts'
import { isOptionsHeading } from './heading.ts'
import type { Block, Section } from './outline.ts'
import { optionOwner, optionSubject } from './owner.ts'
import { makeClaim, type Rule, type RuleContext } from './rule.ts'

/** Rows of pipe tables whose first column names an option, variable, command or code. */
export const tableRule: Rule = (section, context) => {
  const claims: ClaimDraft[] = []
  // A long table is cut into passages, and only the first has the header.
  let header: string | null = null
  for (const block of section.blocks) {
    if (block.passage.kind !== 'table') {
      header = null
      continue
    }
    header = headerOf(block) ?? header
    if (header !== null) claims.push(...rowsOf(block, header, section, context))
  }
  return claims
}

function headerOf(block: Block): string | null {
  return (
    block.passage.text.split('\n').find((line, index, lines) => /^[\s|:-]+$/.test(lines[index + 1] ?? '') && line.includes('|')) ?? null
  )
}

interface RowKind {
  readonly type: ClaimType
  readonly noun: string
}

function rowsOf(block: Block, header: string, section: Section, context: RuleContext): readonly ClaimDraft[] {
  const names = cells(header)
  const defaults = names.findIndex((name) => /^default/i.test(name))
  const kind = kindOf(names[0] ?? '', section, context, defaults > 0)
  if (kind === null) return []
  const claims: ClaimDraft[] = []
  const owner = optionOwner(section.place, context.names)
  const described = names.findIndex(
    (name, index) => index > 0 && /description|meaning|purpose|what|details?|explanation|notes?|effect|usage|^does$/i.test(name),
  )
  const variables = names.findIndex((name, index) => index > 0 && /^(?:(?:environment )?variables?|env(?: vars?)?)$/i.test(name))
  for (const row of block.sentences) {
    const values = cells(block.passage.text.slice(row.start, row.end))
    const text = values[described > 0 ? described : 1] ?? ''
    if (text === '') continue
    const spans = [{ passage: block.passage, start: row.start, end: row.end }]
    const value = defaults > 0 ? (values[defaults] ?? '') : ''
    for (const label of codeLabels((values[0] ?? '').replace(/[*]/g, ''), kind)) {
      const subject = subjectOf(label, kind, owner)
      const stated = kind.type === 'option' ? (value === '' ? null : value) : label.replace(/`/g, '')
      claims.push(makeClaim({ type: kind.type, subject, text, value: stated, salience: 0.6, spans }))
      if (kind.type === 'option' && value !== '' && !/^(?:-|—|–|n\/a|none|no|(?:usage|see|refer).*)$/i.test(value))
        claims.push(makeClaim({ type: 'default', subject, text: row.text, value, salience: 0.55, spans }))
    }
    const variable = variables < 0 ? undefined : /^`?([A-Z][A-Z0-9_]{2,})`?$/.exec(values[variables] ?? '')?.[1]
    if (variable !== undefined)
      claims.push(makeClaim({ type: 'environment-variable', subject: `\`${variable}\``, text, value: variable, salience: 0.6, spans }))
  }
  return claims
}

function subjectOf(label: string, kind: RowKind, owner: string): string {
  if (kind.type === 'option') return optionSubject(label, kind.noun, owner)
  if (kind.type === 'command') return `${label} command`
  return kind.type === 'code' && kind.noun !== 'code' ? `${kind.noun} ${label}` : label
}

function kindOf(header: string, section: Section, context: RuleContext, hasDefaults: boolean): RowKind | null {
  const name = readingText(header).toLowerCase()
  if (/^(?:environment )?variables?(?: name)?$|^env/.test(name)) return { type: 'environment-variable', noun: 'variable' }
  if (/^(?:(?:error |exit |status |return )?codes?|errors?|exit status)$/.test(name)) {
    const isExit = /\bexit\b/i.test(name) || (/^codes?$/.test(name) && /\bexit (?:codes?|status)\b/i.test(section.heading ?? ''))
    return { type: 'code', noun: isExit ? 'exit code' : 'code' }
  }
  if (/^commands?$/.test(name)) return { type: 'command', noun: 'command' }
  const noun = /^(option|parameter|property|prop|argument|field|flag|setting|attribute)s?(?: name)?$/.exec(name)?.[1]
  if (noun !== undefined) return { type: 'option', noun }
  const isOptions = hasDefaults || [context.document.title ?? '', ...section.place].some(isOptionsHeading)
  if (/^(?:name|key)$/.test(name) && isOptions) return { type: 'option', noun: name === 'key' && hasDefaults ? 'key' : 'option' }
  return null
}

/** What the first cell of a row names: mostly one thing, flags that share a row each for themselves, arguments left out. */
function codeLabels(name: string, kind: RowKind): readonly string[] {
  const bare = name.replace(/`/g, '').trim()
  if (bare === '' || bare.length > 60) return []
  if (kind.type === 'command') return [`\`${bare.replace(/\s+[[<{(…].*$/, '')}\``]
  const flags = name.match(/`-{1,2}[A-Za-z][^`]*`/g) ?? []
  if (kind.type === 'option' && flags.length > 0) return flags.map((flag) => flag.replace(/[\s=]+[[<{A-Z][^`]*`$/, '`'))
  return /^[\w$@.-]+(?:\(\))?(?:, ?-{1,2}\w+)?\??$/.test(bare) ? [`\`${bare.replace(/\?$/, '')}\``] : []
}

/** Cells of a pipe-table line in reading form. */
function cells(line: string): readonly string[] {
  const bare = line.trim().replace(/^\|/, '').replace(/\|$/, '')
  return bare.split(/(?<!\\)\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/).map((cell) => readingText(cell))
}
