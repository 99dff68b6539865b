import { createParser } from '../adapters/parsers/create-parser.ts'
import { digest } from '../spec/digest.ts'
import type { DocumentId, PassageId } from '../spec/ids.ts'
import type { SkillDocument } from '../spec/skills.ts'

/** A document as the skills get it, parsed by the real parser; ids are digests of path and place. */
export async function codeDocument(path: string, text: string): Promise<SkillDocument> {
  const parser = createParser()
  try {
    const { document } = await parser.parse({ path, bytes: new TextEncoder().encode(text) })
    return {
      id: digest('document', path) as string as DocumentId,
      path,
      title: document.title,
      format: document.format,
      modifiedAt: 0,
      passages: document.passages.map((passage) => ({
        id: digest('passage', path, passage.start) as string as PassageId,
        version: digest(passage.text),
        kind: passage.kind,
        text: passage.text,
        place: passage.place,
        symbol: passage.symbol,
        language: passage.language,
        units: passage.units,
      })),
    }
  } finally {
    await parser.close()
  }
}
