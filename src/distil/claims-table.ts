import type { Kysely, Selectable } from 'kysely'
import type { Claim, ClaimDraft, ClaimType, Quote } from '../spec/claim.ts'
import { type Digest, digest } from '../spec/digest.ts'
import type { ClaimId, DocumentId, ScopeId } from '../spec/ids.ts'
import type { ClaimsTable, Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** A content id: the same statement about the same passage of the same document is the same claim. */
export function claimId(document: DocumentId, draft: ClaimDraft): ClaimId {
  return digest(
    'claim',
    document,
    draft.type,
    draft.subject,
    draft.text,
    draft.value ?? '',
    draft.quotes[0]?.passage ?? '',
  ) as string as ClaimId
}

/** Drafts with their ids, the same claim once. */
export function toClaims(document: DocumentId, drafts: readonly ClaimDraft[]): readonly Claim[] {
  const claims = new Map<string, Claim>()
  for (const draft of drafts) {
    const id = claimId(document, draft)
    if (!claims.has(id)) claims.set(id, { ...draft, id, document, basis: 'quoted' })
  }
  return [...claims.values()]
}

export interface ClaimsWrite {
  readonly scope: ScopeId
  readonly document: DocumentId
  readonly claims: readonly Claim[]
  readonly recipe: Digest
  readonly madeAt: number
}

const slice = 100

/** Replaces all claims of a document and the evidence they rest on. */
export function replaceClaimsStatements(
  db: Kysely<Schema>,
  { scope, document, claims, recipe, madeAt }: ClaimsWrite,
): readonly Statement[] {
  const old = db.selectFrom('claims').select('claim').where('scope', '=', scope).where('document', '=', document)
  const statements = [
    statement(db.deleteFrom('evidence').where('scope', '=', scope).where('artefact', 'in', old)),
    statement(db.deleteFrom('claims').where('scope', '=', scope).where('document', '=', document)),
  ]
  const evidence = claims.flatMap((claim) =>
    claim.quotes.map((quote, ordinal) => ({
      scope,
      artefact: claim.id,
      artefact_kind: 'claim' as const,
      role: 'cited' as const,
      ordinal,
      reference: quote.passage,
      version: quote.version,
      place: null,
      span: null,
    })),
  )
  for (let at = 0; at < claims.length; at += slice) {
    const rows = claims.slice(at, at + slice).map((claim) => ({
      scope,
      claim: claim.id,
      document,
      type: claim.type,
      basis: claim.basis,
      stamp: claim.stamp,
      subject: claim.subject,
      text: claim.text,
      value: claim.value,
      salience: claim.salience,
      quotes: JSON.stringify(claim.quotes),
      recipe,
      state: 'fresh',
      made_at: madeAt,
    }))
    statements.push(
      statement(
        db
          .insertInto('claims')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    )
  }
  for (let at = 0; at < evidence.length; at += slice) {
    const rows = evidence.slice(at, at + slice)
    statements.push(
      statement(
        db
          .insertInto('evidence')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing()),
      ),
    )
  }
  return statements
}

/** Fresh claims of the documents, in order of salience within each; of some types only, where these are named. */
export async function claimsOf(
  db: Kysely<Schema>,
  scope: ScopeId,
  documents: readonly string[],
  types?: readonly ClaimType[],
): Promise<readonly Claim[]> {
  const claims: Claim[] = []
  for (let at = 0; at < documents.length; at += 400) {
    const rows = await db
      .selectFrom('claims')
      .selectAll()
      .where('scope', '=', scope)
      .where('document', 'in', documents.slice(at, at + 400))
      .where('state', '=', 'fresh')
      .$if(types !== undefined, (query) => query.where('type', 'in', types ?? []))
      .orderBy('document')
      .orderBy('salience', 'desc')
      .orderBy('claim')
      .execute()
    claims.push(...rows.map(toClaim))
  }
  return claims
}

/** Fresh and proved claims by id; others are left out. */
export async function claimsById(db: Kysely<Schema>, scope: ScopeId, ids: readonly string[]): Promise<ReadonlyMap<string, Claim>> {
  const claims = new Map<string, Claim>()
  for (let at = 0; at < ids.length; at += 400) {
    const rows = await db
      .selectFrom('claims')
      .selectAll()
      .where('scope', '=', scope)
      .where('claim', 'in', ids.slice(at, at + 400))
      .where('state', '=', 'fresh')
      .where('stamp', '!=', 'unverified')
      .execute()
    for (const row of rows) claims.set(row.claim, toClaim(row))
  }
  return claims
}

export function toClaim(row: Selectable<ClaimsTable>): Claim {
  return {
    id: row.claim as ClaimId,
    document: row.document as DocumentId,
    type: row.type as ClaimType,
    basis: row.basis,
    stamp: row.stamp,
    subject: row.subject,
    text: row.text,
    value: row.value,
    salience: row.salience,
    quotes: JSON.parse(row.quotes) as readonly Quote[],
  }
}
