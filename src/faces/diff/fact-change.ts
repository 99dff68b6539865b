import { oppositeWords } from '../../preanswer/guards/antonyms.ts'
import { identifiersOf } from '../../preanswer/guards/identifiers.ts'
import { isNegated } from '../../preanswer/guards/negation.ts'
import { quantities } from '../../preanswer/guards/quantities.ts'

/**
 * Whether two wordings state other facts, as far as numbers, names out of code, negations and opposites tell; else only
 * the wording differs. In code every word counts. Says what differs, or null.
 */
export function factChange(old: string, now: string): string | null {
  if (isCode(old) && isCode(now)) return codeChange(old, now)
  const [before, after] = [squeezed(old), squeezed(now)]
  if (before === after) return null
  const numbers = difference(numbersOnlyIn(old, now), numbersOnlyIn(now, old), 'says')
  if (numbers !== null) return numbers
  const lost = [...identifiersOf(old)].filter((name) => !after.includes(squeezed(name)))
  const won = [...identifiersOf(now)].filter((name) => !before.includes(squeezed(name)))
  const names = difference(lost.map(asCode), won.map(asCode), 'names')
  if (names !== null) return names
  if (isNegated(old) !== isNegated(now)) return isNegated(now) ? 'it is denied now' : 'it is no longer denied'
  const [opposite] = oppositeWords(old, now)
  return opposite === undefined ? null : opposite.replace('/', ' → ')
}

const shown = 3

function isCode(text: string): boolean {
  return text.includes('```') || /[;{}]\s*$/.test(text)
}

function codeChange(old: string, now: string): string | null {
  const [before, after] = [old, now].map(
    (text) => new Set(text.replace(/```\w*/g, ' ').match(/[\p{L}\p{N}_$@/.:-]*[\p{L}\p{N}_$]/gu) ?? []),
  )
  if (before === undefined || after === undefined) return null
  const [lost, won] = [except(before, after), except(after, before)]
  if (lost.length + won.length > 2 * shown) return 'the code differs'
  return difference(lost.map(asCode), won.map(asCode), 'holds')
}

/** Numbers of a text, as it writes them, whose values the other does not say. */
function numbersOnlyIn(text: string, other: string): readonly string[] {
  const said = quantities(other)
  const own = except(quantities(text), said)
  if (own.length === 0) return []
  const written = text.match(/\d(?:[\d.,]*\d)?(?:\s?(?:%|\p{L}+))?/gu) ?? []
  const found = written.filter((words) => [...quantities(words)].some((value) => own.includes(value)))
  return found.length > 0 ? found : own.map((value) => value.split(' ')[0] ?? value)
}

/** Without white space, capitals and marks that only set off. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[\s`*_]+/g, '')
}

function except(some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...some].filter((one) => !others.has(one))
}

function difference(lost: readonly string[], won: readonly string[], verb: string): string | null {
  if (lost.length > 0 && won.length > 0) return `${listed(lost)} → ${listed(won)}`
  if (lost.length > 0) return `no longer ${verb} ${listed(lost)}`
  return won.length > 0 ? `now ${verb} ${listed(won)} too` : null
}

const asCode = (word: string): string => `\`${word}\``

function listed(values: readonly string[]): string {
  return values.length > shown ? `${values.slice(0, shown).join(', ')}, …` : values.join(', ')
}
