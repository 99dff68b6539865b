import type { ClaimDraft } from '../../../src/spec/claim.ts'
import type { ScoredUnit } from '../../../src/spec/skills.ts'

/** How the evidence of a prompt is laid out within its tokens. */
export interface Layout {
  /** What comes first, short: claims of the distiller, units as they stand, or nothing. */
  readonly first: 'claims' | 'units' | 'nothing'
  /** Share of the tokens that is for them. */
  readonly share: number
  /** Characters of a passage shown before and after each unit that follows. */
  readonly context: number
  /** Units that follow at most. */
  readonly units: number
}

/** As the reader's prompt is built today. */
export const shipped: Layout = { first: 'nothing', share: 0, context: 400, units: 12 }

export interface Evidence {
  /** Best first. */
  readonly units: readonly ScoredUnit[]
  /** In the order of their units, each with its unit's position. */
  readonly claims: readonly { readonly claim: ClaimDraft; readonly unit: ScoredUnit }[]
}

/** Claims whose quotation overlaps a unit found, in the order of the units. */
export function claimsFound(units: readonly ScoredUnit[], claims: readonly ClaimDraft[]): Evidence['claims'] {
  const byPassage = Map.groupBy(
    claims.flatMap((claim) => claim.quotes.map((quote) => ({ claim, quote }))),
    ({ quote }) => quote.passage,
  )
  const taken = new Set<ClaimDraft>()
  return units.flatMap((unit) =>
    (byPassage.get(unit.passage) ?? []).flatMap(({ claim, quote }) => {
      if (taken.has(claim) || quote.end <= unit.start || quote.start >= unit.end) return []
      taken.add(claim)
      return [{ claim, unit }]
    }),
  )
}

/** Counts a passage's or a short text's tokens; the same text is asked for often. */
export type CountedTokens = (text: string) => number

/** Tokens that a fence and the name of a passage's place take beside the place itself. */
const fenceTokens = 12

/** The evidence's text in at most `budget` tokens; a slice of a passage counts its share of the passage's tokens. */
export function promptText({ units, claims }: Evidence, { budget, layout, count }: PromptTextOptions): PromptEvidence {
  const lines: string[] = []
  const headed = new Set<string>()
  let left = budget
  const headOf = (unit: ScoredUnit): { readonly text: string; readonly tokens: number } => {
    const key = `${unit.passage} ${unit.version}`
    if (headed.has(key)) return { text: '', tokens: 0 }
    const text = [unit.title, ...unit.place].filter((name) => name !== null && name !== '').join(' › ')
    return { text, tokens: count(text) + fenceTokens }
  }
  const take = (unit: ScoredUnit, text: string, tokens: number, floor: number): boolean => {
    const head = headOf(unit)
    if (head.tokens + tokens > left - floor) return false
    headed.add(`${unit.passage} ${unit.version}`)
    lines.push(head.text, text)
    left -= head.tokens + tokens
    return true
  }

  const floor = budget * (1 - layout.share)
  if (layout.first === 'claims') {
    for (const { claim, unit } of claims) if (!take(unit, claim.text, count(claim.text) + 3, floor)) break
  }
  if (layout.first === 'units') {
    for (const unit of units) {
      const text = unit.passageText.slice(unit.start, unit.end)
      if (!take(unit, text, count(text) + 3, floor)) break
    }
  }

  const shown = new Map<string, readonly (readonly [from: number, to: number])[]>()
  for (const unit of units.slice(0, layout.units)) {
    const key = `${unit.passage} ${unit.version}`
    const before = shown.get(key) ?? []
    const context = unit.kind === 'prose' ? layout.context : layout.context * 4
    const spans = uncovered([Math.max(0, unit.start - context), Math.min(unit.passageText.length, unit.end + context)], before)
    if (spans.length === 0) continue
    const characters = spans.reduce((sum, [from, to]) => sum + to - from, 0)
    const tokens = Math.ceil((count(unit.passageText) * characters) / Math.max(1, unit.passageText.length)) + 3
    if (!take(unit, spans.map(([from, to]) => unit.passageText.slice(from, to)).join(' … '), tokens, 0)) break
    shown.set(key, [...before, ...spans])
  }
  return { text: lines.filter((line) => line !== '').join('\n'), tokens: budget - left }
}

export interface PromptEvidence {
  readonly text: string
  readonly tokens: number
}

export interface PromptTextOptions {
  readonly budget: number
  readonly layout: Layout
  readonly count: CountedTokens
}

type Span = readonly [from: number, to: number]

/** What of a span no span before it covers. */
function uncovered(span: Span, before: readonly Span[]): readonly Span[] {
  return before.reduce<readonly Span[]>(
    (spans, [from, to]) =>
      spans.flatMap(([start, end]): readonly Span[] => {
        if (to <= start || from >= end) return [[start, end]]
        const left: readonly Span[] = start < from ? [[start, from]] : []
        const right: readonly Span[] = to < end ? [[to, end]] : []
        return [...left, ...right]
      }),
    [span],
  )
}

/** Whether a prompt's text holds one of the gold answers as whole words in order. */
export function holdsGold(text: string, answers: readonly string[]): boolean {
  const held = ` ${plain(text)} `
  return answers.some((answer) => {
    const wanted = plain(answer)
    return wanted !== '' && held.includes(` ${wanted} `)
  })
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
