import type { Digest } from './digest.ts'

/** How a passage came about; decides how it is embedded, quoted and asked about. */
export type PassageKind = 'prose' | 'list' | 'table' | 'code' | 'definition' | 'data'

/** The defined thing a passage of code holds. */
export interface PassageSymbol {
  /** `Router.add`, `parse`, `module.Class.method`: names from the outside in, joined by a dot. */
  readonly path: string
  readonly kind: 'function' | 'method' | 'class' | 'interface' | 'type' | 'constant' | 'enum' | 'module' | 'other'
  /** One line, white space folded, without the body. */
  readonly signature: string
  /** The comment's text without its markers, or ''. */
  readonly comment: string
  readonly exported: boolean
}

/**
 * What is embedded and ranked: a sentence, a list item, a table row, a symbol. `start`/`end` are UTF-16 offsets in the
 * passage's text; `text` is the reading form without markup, so for Markdown it may differ from the slice.
 */
export interface ParsedUnit {
  readonly start: number
  readonly end: number
  readonly text: string
  /** False for what is only searched lexically (code bodies, data). */
  readonly embed: boolean
}

/** A span of the document with its structure. Passages do not overlap and follow each other in order. */
export interface ParsedPassage {
  readonly kind: PassageKind
  /** The exact slice of the decoded document. */
  readonly text: string
  /** UTF-16 offset of the slice in the decoded document. */
  readonly start: number
  /** 1-based, inclusive. */
  readonly startLine: number
  readonly endLine: number
  /** Heading path or symbol path from the outside in, without numbering; the document's title is not part of it. */
  readonly place: readonly string[]
  readonly symbol: PassageSymbol | null
  readonly units: readonly ParsedUnit[]
  /** Info string of a fenced block, or the file's language for code. */
  readonly language: string | null
}

export interface ParsedLink {
  readonly text: string
  readonly target: string
  readonly line: number
}

export interface ParsedDocument {
  /** Front matter's title or the first heading; for code its leading comment's first line if it names the file; never the path. */
  readonly title: string | null
  readonly format: 'markdown' | 'text' | 'html' | 'data' | 'code'
  readonly language: string | null
  readonly passages: readonly ParsedPassage[]
  readonly links: readonly ParsedLink[]
  /** What the parser could not do, in words for the receipt ("3 lines of invalid UTF-8"). */
  readonly warnings: readonly string[]
}

export interface ParsedFile {
  readonly document: ParsedDocument
  /** Digest of the bytes. */
  readonly digest: Digest
  /** Credentials that were replaced by `[masked]` before anything was stored; the count goes into the receipt. */
  readonly maskedCredentials: number
  /** The decoded, masked text that offsets count in; line ends as in the file, BOM removed. */
  readonly text: string
}

/** Bytes in, passages out: decodes, masks credentials, parses by the path's ending. The same input gives the same output. */
export interface Parser {
  /** Name and version; part of the recipe of every passage. */
  readonly version: string
  parse(input: { readonly path: string; readonly bytes: Uint8Array }, options?: { readonly signal?: AbortSignal }): Promise<ParsedFile>
  close(): Promise<void>
}
