import type { PassageState } from '../corpus/change-hook.ts'
import { placeDigest, textDigests } from '../corpus/passage-digests.ts'
import type { Quote } from '../spec/claim.ts'
import type { DocumentId, PassageId } from '../spec/ids.ts'
import type { PassageKind } from '../spec/parser.ts'

/** A passage of one text, as the rungs of the cutoff ladder see it. */
export function passageState(kind: PassageKind, text: string, language: string | null = null): PassageState {
  const { exact, normal } = textDigests(kind, text)
  return { document: 'document' as DocumentId, version: exact, normal, text, kind, language, place: [], placeDigest: placeDigest([]) }
}

/** The quote of a part of it, at its first occurrence. */
export function quoteIn({ text, version }: PassageState, part: string): Quote {
  const start = text.indexOf(part)
  if (start < 0) throw new Error(`"${part}" is not in the text`)
  return { passage: 'passage' as PassageId, version, start, end: start + part.length, text: part }
}
