import { digest } from '../../spec/digest.ts'
import type { ParsedFile } from '../../spec/parser.ts'
import type { CodeParser } from './code/parse-code.ts'
import { parseData } from './data/parse-data.ts'
import { decode } from './decode.ts'
import type { DraftDocument } from './draft.ts'
import { type FileFormat, fileFormat } from './file-format.ts'
import { finishDocument } from './finish-document.ts'
import { htmlIsTooDeep } from './html/html-is-too-deep.ts'
import { parseHtml } from './html/parse-html.ts'
import { markdownPieces } from './markdown/markdown-pieces.ts'
import { parseMarkdown } from './markdown/parse-markdown.ts'
import type { Masked } from './mask-credentials.ts'
import { parseText } from './text/parse-text.ts'

export interface ParseTools {
  readonly code: CodeParser
  readonly mask: (path: string, text: string) => Promise<Masked>
}

/**
 * Decodes, masks, parses by format and checks the result into shape. Never fails on content: what the format's parser
 * cannot take in is read by paragraphs, and a warning says so.
 */
export async function parseFile(path: string, bytes: Uint8Array, tools: ParseTools): Promise<ParsedFile> {
  const decoded = decode(bytes)
  const masked = await tools.mask(path, decoded.text)
  const document = finishDocument(masked.text, await safely(fileFormat(path), masked.text, tools))
  return {
    document: { ...document, warnings: [...decoded.warnings, ...document.warnings] },
    digest: digest(bytes),
    maskedCredentials: masked.count,
    text: masked.text,
  }
}

async function safely(format: FileFormat, text: string, tools: ParseTools): Promise<DraftDocument> {
  try {
    return await draft(format, text, tools)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return byParagraph(text, `${format.kind} parser failed (${reason})`)
  }
}

async function draft(format: FileFormat, text: string, tools: ParseTools): Promise<DraftDocument> {
  switch (format.kind) {
    case 'markdown': {
      const cut = markdownPieces(text)
      return cut.kind === 'pieces' ? parseMarkdown(text, cut.pieces, format) : byParagraph(text, cut.reason, 'markdown')
    }
    case 'html':
      return htmlIsTooDeep(text) ? byParagraph(text, 'elements nested too deep', 'html') : parseHtml(text)
    case 'data':
      return parseData(text, format.language)
    case 'text':
      return parseText(text, format.flavour)
    case 'code':
      return tools.code.parse(text, format.language)
  }
}

function byParagraph(text: string, reason: string, format: DraftDocument['format'] = 'text'): DraftDocument {
  return { ...parseText(text, 'plain'), format, warnings: [`${reason}: read by paragraphs`] }
}
