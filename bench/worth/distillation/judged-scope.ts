import { documentId, passageId } from '../../../src/corpus/corpus-ids.ts'
import { createExtractiveDistiller } from '../../../src/distil/extractive-distiller.ts'
import type { ScopeView } from '../../../src/retrieve/scope-view.ts'
import type { ClaimDraft } from '../../../src/spec/claim.ts'
import { digest } from '../../../src/spec/digest.ts'
import type { Embedder } from '../../../src/spec/embedder.ts'
import type { ScopeId, SourceId } from '../../../src/spec/ids.ts'
import type { Parser } from '../../../src/spec/parser.ts'
import type { SkillDocument } from '../../../src/spec/skills.ts'
import type { JudgedDocument } from '../../reader/judged-documents.ts'
import { memoryScope } from '../../reader/memory-scope.ts'
import type { VectorCache } from '../../reader/vector-cache.ts'

/** One document to be searched, with what the extractive distiller takes from it. */
export interface JudgedScope {
  readonly view: ScopeView
  /** Most needed first. */
  readonly claims: readonly ClaimDraft[]
}

export async function judgedScope(
  judged: JudgedDocument,
  tools: { readonly parser: Parser; readonly embedder: Embedder; readonly vectors: VectorCache },
): Promise<JudgedScope> {
  const { view } = await memoryScope([judged], tools)
  const path = `${judged.id.replaceAll('/', '-')}.${judged.ending}`
  // The ids that the scope in memory gives its passages.
  const id = documentId('bench' as ScopeId, 'bench' as SourceId, path)
  const { document } = await tools.parser.parse({ path, bytes: new TextEncoder().encode(judged.text) })
  const skillDocument: SkillDocument = {
    id,
    path,
    title: document.title,
    format: document.format,
    modifiedAt: 0,
    passages: document.passages.map((passage, ordinal) => {
      const version = digest('version', passage.text)
      return { ...passage, id: passageId(id, version, ordinal), version }
    }),
  }
  const { claims } = await createExtractiveDistiller().distilDocument(skillDocument)
  return { view, claims }
}
