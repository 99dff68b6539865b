import type { PassageSymbol } from '../../spec/parser.ts'
import type { SkillDocument } from '../../spec/skills.ts'
import { codeFamily } from './code-family.ts'
import { codeSurface } from './code-surface.ts'
import { docComment } from './doc-comment.ts'
import { isTestPath } from './is-test-path.ts'
import { isInformative } from './prose-filter.ts'
import { symbolWords } from './symbol-words.ts'

const longest = 200
const named = 4

/** One line: what the file's own comment says it is, else what it exports. */
export function codeHeadline(document: SkillDocument): string {
  const said = moduleSentence(document)
  if (said !== null) return said
  const symbols = topLevel(document)
  const exported = symbols.filter((symbol) => symbol.exported)
  if (isTestPath(document.path)) return `Tests in ${document.path.slice(document.path.lastIndexOf('/') + 1)}.`
  if (exported.length > 0) return `Exports ${listed(exported)}.`
  if (symbols.length > 0) return `Defines ${listed(symbols)}.`
  return document.title ?? `Code in ${document.path.slice(document.path.lastIndexOf('/') + 1)}.`
}

function moduleSentence(document: SkillDocument): string | null {
  const first = document.passages.find((passage) => passage.text.trim() !== '')
  if (first === undefined || first.symbol?.kind === 'function') return null
  const family = codeFamily(document.path, first.language)
  if (family === null) return null
  const surface = codeSurface(first.text, family)
  const comment = surface.comments[0]
  if (comment === undefined || surface.code.slice(0, comment.start).trim() !== '' || first.symbol !== null) return null
  if (!comment.documents && family !== 'go' && family !== 'python') return null
  const sentence = docComment(first.text, comment).body[0]
  return sentence === undefined || !isInformative(sentence.text) || sentence.text.length > longest ? null : sentence.text
}

function topLevel(document: SkillDocument): readonly PassageSymbol[] {
  return document.passages.flatMap((passage) => (passage.symbol === null || passage.symbol.path.includes('.') ? [] : [passage.symbol]))
}

function listed(symbols: readonly PassageSymbol[]): string {
  const unique = [...new Map(symbols.map((symbol) => [symbol.path, symbol])).values()]
  const first = unique.slice(0, unique.length === named + 1 ? named + 1 : named).map(symbolWords)
  const rest = unique.length - first.length
  if (rest > 0) return `${first.join(', ')} and ${rest} more`
  return first.length < 2 ? first.join('') : `${first.slice(0, -1).join(', ')} and ${first.at(-1)}`
}
