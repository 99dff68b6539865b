import { codeHeading } from './heading.ts'
import { proseOf, type Section } from './outline.ts'

/** "Default: `3000`", "Type: string": lines that only options have. */
export const optionFact = /^(?:default|type|required|optional)s?\b\s*:/i

/**
 * Heading paths under which the headings are options, because at least three and a third of them state a default or a
 * type: then those that state neither are options too, and the list is complete.
 */
export function optionParents(sections: readonly Section[]): ReadonlySet<string> {
  const counts = new Map<string, { all: number; stated: number }>()
  for (const section of sections) {
    const code = section.heading === null ? null : codeHeading(section.heading)
    if (code === null || /\)$/.test(code.name)) continue
    const key = parentKey(section.place)
    const count = counts.get(key) ?? { all: 0, stated: 0 }
    count.all++
    if (code.type !== null || proseOf(section).some((sentence) => optionFact.test(sentence.text))) count.stated++
    counts.set(key, count)
  }
  return new Set([...counts].filter(([, { all, stated }]) => stated >= 3 && stated * 3 >= all).map(([key]) => key))
}

export function parentKey(place: readonly string[]): string {
  return place.slice(0, -1).join(' › ')
}
