import type { NearMissRule } from './near-miss-edit.ts'

const code = /`[^`]+`/g
/** What a named part is called: a sibling must be called the same. */
const kind = /(?:middleware|helper|adapter|router|plugin|validator|runtime|module|package|provider|driver|engine|option|command)$/i
const named =
  /(?<=\b(?:with|in|of|for|on|using|from) )(?:the )?((?:\p{Lu}[\w.+-]*)(?: (?:\p{Lu}[\w.+-]*|middleware|helper|adapter|router|plugin)){0,3})(?=$|[?,]| (?:when|if|and|with|in|for)\b)/gu

/** Another symbol, option or part that stands beside the one asked about ("`body()`" → "`json()`", "the CORS middleware" → "the CSRF middleware"). */
export const entityEdit: NearMissRule = {
  edit: 'entity',
  apply(question, { siblings }) {
    for (const span of question.match(code) ?? []) {
      const other = chosen(
        siblings.filter((one) => one.startsWith('`') && sameShape(one, span) && !question.includes(one)),
        span,
      )
      if (other !== null) return question.replace(span, other)
    }
    for (const [, name = ''] of question.matchAll(named)) {
      const other = chosen(
        siblings.filter((one) => !one.startsWith('`') && sameKind(one, name) && !question.includes(one) && unlike(one, name)),
        name,
      )
      if (other !== null) return question.replace(name, other)
    }
    return null
  },
}

/** The one most alike in its letters; of several, another one for every name, so that no sibling stands in for all. */
function chosen(siblings: readonly string[], name: string): string | null {
  const scored = siblings.map((one) => ({ one, alike: begin(one, name) }))
  const most = Math.max(...scored.map(({ alike }) => alike))
  const best = scored.filter(({ alike }) => alike === most)
  const turn = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  return best[turn % Math.max(1, best.length)]?.one ?? null
}

/** How many letters both begin with. */
function begin(one: string, other: string): number {
  let at = 0
  while (at < one.length && one.charAt(at).toLowerCase() === other.charAt(at).toLowerCase()) at++
  return at
}

function sameKind(one: string, other: string): boolean {
  return kind.exec(one)?.[0].toLowerCase() === kind.exec(other)?.[0].toLowerCase()
}

/** Calls for calls, flags for flags, members for members, and neither holds the other's last name. */
function sameShape(one: string, other: string): boolean {
  const shape = (span: string): string =>
    [/\(/.test(span), /^`-/.test(span), /^`[A-Z_]+`$/.test(span), /[./ ]/.test(span.replace(/\(.*/, ''))].join()
  return shape(one) === shape(other) && unlike(one, other)
}

function unlike(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => text.toLowerCase().replace(/[`()]/g, ''))
  return left !== undefined && right !== undefined && !left.includes(right) && !right.includes(left)
}
