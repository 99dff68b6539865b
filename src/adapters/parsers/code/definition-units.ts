import { append } from '../append.ts'
import type { DraftUnit } from '../draft.ts'
import { foldSpace } from '../fold-space.ts'
import type { CommentForm } from './comment-form.ts'
import { commentForm } from './comment-form.ts'
import type { LanguageRules } from './language-rules.ts'
import { lineChunks } from './line-chunks.ts'
import { nodeText } from './node-text.ts'
import type { Statement } from './statement.ts'

/** About 64 word pieces: what a definition's unit may hold. */
const unitLength = 240
/** A comment with its signature up to this length is quoted whole. */
const wholeLength = 300
/** A longer comment does not share a passage with its signature. */
const longestComment = 2400
/** Sentences of one comment, and members of one definition, that are embedded; the rest is found by its words. */
const embeddedSentences = 3
const embeddedMembers = 24

export interface DefinitionText {
  readonly path: string
  readonly signature: string
  readonly exported: boolean
  readonly comment: CommentForm | null
  readonly start: number
  readonly end: number
  /** Where the definition begins after its comment: `export`, modifiers. */
  readonly nodeStart: number
  readonly signatureStart: number
  readonly signatureEnd: number
  /** Where a docstring ends, which stands after the signature; null for comments, which stand before it. */
  readonly docstringEnd: number | null
}

/** Units of one definition: its signature (with a short comment), the sentences of a long comment, members, then lines. */
export function definitionUnits(
  definition: DefinitionText,
  members: readonly Statement[],
  rules: LanguageRules,
  source: string,
): readonly DraftUnit[] {
  const { comment, start, end, signatureStart, signatureEnd } = definition
  const sentences = comment?.sentences ?? []
  const description = sentences.filter((sentence) => sentence.tag === null)
  const text = headText(
    definition.path,
    definition.signature,
    description.map((sentence) => sentence.text),
  )
  const whole =
    definition.docstringEnd !== null
      ? { start, end: definition.docstringEnd }
      : { start: sentences.length > 0 ? start : Math.min(definition.nodeStart, signatureStart), end: signatureEnd }
  const fits = description.length === sentences.length && whole.end - whole.start <= wholeLength
  const units: DraftUnit[] = []
  const signatureUnit = { start: Math.min(definition.nodeStart, signatureStart), end: signatureEnd, text, embed: true }
  if (fits || sentences.length === 0) units.push({ ...whole, text, embed: true })
  else {
    // A comment so long that the signature falls into another passage speaks for the symbol in its first sentence.
    const isApart = definition.docstringEnd === null && signatureStart - start > longestComment
    units.push({ ...signatureUnit, embed: !isApart })
    let embedded = 0
    for (const [index, sentence] of sentences.entries()) {
      const isNeeded = sentence.tag === null || sentence.tag === 'deprecated' || sentence.tag === 'default' || sentence.tag === 'throws'
      const isHead = isApart && index === 0
      const embed = isHead || (definition.exported && isNeeded && embedded < embeddedSentences)
      if (embed) embedded++
      units.push({ start: sentence.start, end: sentence.end, text: isHead ? text : sentence.text, embed })
    }
  }
  const covered = [...units, ...memberUnits(definition, members, rules, source)].sort((a, b) => a.start - b.start)
  return [...covered, ...gaps(covered, source, Math.min(signatureStart, start), end)].sort((a, b) => a.start - b.start)
}

/** Symbol path, signature and as many first sentences as fit. */
export function headText(path: string, signature: string, sentences: readonly string[]): string {
  let text = `${path} ${signature}`.slice(0, unitLength)
  for (const sentence of sentences) {
    if (text.length + sentence.length + 1 > unitLength && text.length > 60) break
    text = `${text} ${sentence}`.slice(0, unitLength)
  }
  return foldSpace(text)
}

function memberUnits(
  definition: DefinitionText,
  members: readonly Statement[],
  rules: LanguageRules,
  source: string,
): readonly DraftUnit[] {
  const units: DraftUnit[] = []
  let embedded = 0
  for (const member of members) {
    if (member.node === null) continue
    const name = member.definition?.names.join('.') ?? rules.memberName(member.node)
    if (name === null) continue
    const head =
      member.definition === null
        ? nodeText(member.node, source)
        : source.slice(member.definition.signatureStart, member.definition.signatureEnd)
    const sentences = member.comment === null ? [] : commentForm(source, member.comment.start, member.comment.end).sentences
    const embed = definition.exported && sentences.length > 0 && embedded < embeddedMembers
    if (embed) embedded++
    const end = member.definition === null ? member.end : member.definition.signatureEnd
    const signature = foldSpace(head.slice(0, 400))
      .replace(/[;,{]$/, '')
      .slice(0, 120)
    units.push({
      start: member.start,
      end,
      text: headText(
        `${definition.path}.${name}`,
        signature,
        sentences.map((sentence) => sentence.text),
      ),
      embed,
    })
  }
  return units
}

function gaps(covered: readonly DraftUnit[], source: string, start: number, end: number): readonly DraftUnit[] {
  const units: DraftUnit[] = []
  let from = start
  for (const unit of covered) {
    if (unit.start > from) append(units, lineChunks(source, from, unit.start))
    from = Math.max(from, unit.end)
  }
  return from < end ? [...units, ...lineChunks(source, from, end)] : units
}
