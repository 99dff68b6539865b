import { documentId, passageId } from '../../src/corpus/corpus-ids.ts'
import { unitEmbedText } from '../../src/corpus/embed-text.ts'
import type { MemoryPassage } from '../../src/retrieve/memory-segment.ts'
import { openScopeView, type ScopeView } from '../../src/retrieve/scope-view.ts'
import { digest } from '../../src/spec/digest.ts'
import type { Embedder } from '../../src/spec/embedder.ts'
import type { ScopeId, SourceId } from '../../src/spec/ids.ts'
import type { Parser } from '../../src/spec/parser.ts'
import type { JudgedDocument } from './judged-documents.ts'
import type { VectorCache } from './vector-cache.ts'

const scope = 'bench' as ScopeId
const source = 'bench' as SourceId

/** A scope held in memory: the documents through the real parser, every unit with its vector. */
export async function memoryScope(
  documents: readonly JudgedDocument[],
  { parser, embedder, vectors }: { readonly parser: Parser; readonly embedder: Embedder; readonly vectors: VectorCache },
): Promise<{ readonly view: ScopeView; readonly units: number }> {
  const passages: MemoryPassage[] = []
  for (const document of documents) {
    const path = `${document.id.replaceAll('/', '-')}.${document.ending}`
    const id = documentId(scope, source, path)
    const parsed = await parser.parse({ path, bytes: new TextEncoder().encode(document.text) })
    const { title } = parsed.document
    for (const [ordinal, passage] of parsed.document.passages.entries()) {
      const version = digest('version', passage.text)
      const owed = passage.units.filter((unit) => unit.embed).map((unit) => unitEmbedText(title, unit.text))
      const made = [...(await vectors.embed(owed))]
      passages.push({
        id: passageId(id, version, ordinal),
        version,
        document: id,
        path,
        title,
        ordinal,
        kind: passage.kind,
        text: passage.text,
        place: passage.place,
        symbol: passage.symbol,
        modifiedAt: 0,
        units: passage.units,
        vectors: passage.units.map((unit) => (unit.embed ? (made.shift() ?? null) : null)),
      })
    }
  }
  const view = openScopeView({ store: null, scope, embedder })
  await view.setOverlay({ hiddenDocuments: new Set(), passages })
  return { view, units: passages.reduce((sum, passage) => sum + passage.units.length, 0) }
}
