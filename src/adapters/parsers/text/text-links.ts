import type { DraftLink } from '../draft.ts'

const shapes = [
  /`([^`<>]{1,200}?)\s*<([^<>`\s]{1,500})>`__?/g,
  /(?:link:|xref:)?(?<![`\w./-])((?:https?:\/\/|[\w./-]+\.adoc)[^\s[\]<>"]{0,500})\[([^\]\n]{1,200})\]/g,
  /(?<![`<[\w/])https?:\/\/[^\s<>"'`[\]]{1,500}[^\s<>"'`[\].,;:!?)]/g,
] as const

/** Links as reStructuredText and AsciiDoc write them, then bare addresses, whose text is the address. */
export function textLinks(text: string): readonly DraftLink[] {
  const [named, bracketed, bare] = shapes
  const links: DraftLink[] = []
  for (const found of text.matchAll(named)) links.push({ text: found[1] ?? '', target: found[2] ?? '', offset: found.index })
  for (const found of text.matchAll(bracketed)) links.push({ text: found[2] ?? '', target: found[1] ?? '', offset: found.index })
  const taken = new Set(links.map((link) => link.target))
  for (const found of text.matchAll(bare)) if (!taken.has(found[0])) links.push({ text: found[0], target: found[0], offset: found.index })
  return links.filter((link) => link.text !== '' && link.target !== '').sort((a, b) => a.offset - b.offset)
}
