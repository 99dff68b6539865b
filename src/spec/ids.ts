/** Branded identifiers. All are opaque strings; each is made in one place, by the stage that owns the thing. */
type Brand<Name extends string> = string & { readonly __brand: Name }

export type ScopeId = Brand<'Scope'>
export type SourceId = Brand<'Source'>
/** Digest of scope, source and the document's path or pushed id; stable while the document keeps its path. */
export type DocumentId = Brand<'Document'>
/** Stable across edits elsewhere in the file, moves and renames; points at its current version or at none. */
export type PassageId = Brand<'Passage'>
export type ClaimId = Brand<'Claim'>
export type DistillateId = Brand<'Distillate'>
export type QuestionId = Brand<'Question'>
export type EntryId = Brand<'Entry'>
export type AskId = Brand<'Ask'>
