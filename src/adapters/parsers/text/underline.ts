import type { SourceLine } from './source-lines.ts'

/** The character of an underline (`====`) that is about as long as the line it stands under, else null. */
export function underlineOf(title: SourceLine | undefined, under: SourceLine | undefined, characters: string): string | null {
  if (title === undefined || under === undefined || title.isBlank || title.indent > 3) return null
  const line = under.text.trim()
  const [character] = line
  if (character === undefined || line.length < 2 || !characters.includes(character)) return null
  const isRow = line === character.repeat(line.length)
  const name = title.text.trim()
  const isTitle = /[\p{L}\p{N}]/u.test(name) && name.length <= 200
  return isRow && isTitle && line.length >= Math.min(4, name.length) && line.length >= name.length * 0.7 ? character : null
}
