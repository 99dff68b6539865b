import type { ClaimDraft, ClaimType } from '../../spec/claim.ts'
import { readingText } from '../english/reading-text.ts'
import { isOptionsHeading } from './heading.ts'
import type { Block, Section } from './outline.ts'
import { optionOwner } from './owner.ts'
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
  const kind = kindOf(names[0] ?? '', section)
  if (kind === null) return []
  const claims: ClaimDraft[] = []
  const owner = optionOwner(section.place, context.names)
  const described = names.findIndex(
    (name, index) => index > 0 && /description|meaning|purpose|what|details?|explanation|notes?|effect|usage/i.test(name),
  )
  const defaults = names.findIndex((name) => /^default/i.test(name))
  for (const row of block.sentences) {
    const values = cells(block.passage.text.slice(row.start, row.end))
    const name = (values[0] ?? '').replace(/[*]/g, '')
    const label = codeLabel(name, kind)
    if (label === null) continue
    const text = values[described > 0 ? described : 1] ?? ''
    if (text === '') continue
    const subject = kind.type === 'option' ? (owner === '' ? '' : `${label} ${kind.noun} of ${owner}`) : label
    if (subject === '') continue
    const span = { passage: block.passage, start: row.start, end: row.end }
    const value = defaults > 0 ? (values[defaults] ?? '') : ''
    claims.push(
      makeClaim({
        type: kind.type,
        subject,
        text,
        value: kind.type === 'option' ? (value === '' ? null : value) : label.replace(/`/g, ''),
        salience: 0.6,
        spans: [span],
      }),
    )
    if (kind.type === 'option' && value !== '' && !/^(?:-|—|–|n\/a|none|no|(?:usage|see|refer).*)$/i.test(value))
      claims.push(makeClaim({ type: 'default', subject, text: row.text, value, salience: 0.55, spans: [span] }))
  }
  return claims
}

function kindOf(header: string, section: Section): RowKind | null {
  const name = readingText(header).toLowerCase()
  if (/^(?:environment )?variables?(?: name)?$|^env/.test(name)) return { type: 'environment-variable', noun: 'variable' }
  if (/^(?:(?:error |exit |status |return )?codes?|errors?|exit status)$/.test(name)) return { type: 'code', noun: 'code' }
  if (/^commands?$/.test(name)) return { type: 'command', noun: 'command' }
  const noun = /^(option|parameter|property|prop|argument|field|flag|setting|attribute)s?(?: name)?$/.exec(name)?.[1]
  if (noun !== undefined) return { type: 'option', noun }
  if (/^(?:name|key)$/.test(name) && section.place.some(isOptionsHeading)) return { type: 'option', noun: 'option' }
  return null
}

function codeLabel(name: string, kind: RowKind): string | null {
  const bare = name.replace(/`/g, '').trim()
  if (bare === '' || bare.length > 60) return null
  if (kind.type === 'command') return `\`${bare}\``
  return /^[\w$@.-]+(?:\(\))?(?:, ?-{1,2}\w+)?\??$/.test(bare) ? `\`${bare.replace(/\?$/, '')}\`` : null
}

/** Cells of a pipe-table line in reading form. */
function cells(line: string): readonly string[] {
  const bare = line.trim().replace(/^\|/, '').replace(/\|$/, '')
  return bare.split(/(?<!\\)\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/).map((cell) => readingText(cell))
}
