import { type Kysely, sql } from 'kysely'
import type { ScopeId } from '../spec/ids.ts'
import { defaultPolicy, type Policy, policyDigest } from '../spec/policy.ts'
import type { Schema } from '../spec/schema.ts'
import { type Statement, statement } from '../spec/store.ts'

/** A policy that somebody asked under, other than the default. */
export interface SeenPolicy {
  readonly digest: string
  readonly policy: Policy
  readonly asked: number
  /** Epoch ms. */
  readonly lastAt: number
}

/** A policy of more characters is obeyed by live answers and not remembered: nobody could look through a table of them. */
const longestBody = 32_000
const noPolicy: string = policyDigest(defaultPolicy)

/**
 * Remembers that somebody asked under this policy, so that the next sleep prepares for it; goes with the ask's record.
 * Nothing for the default policy, which is always prepared for, and for one too long to keep.
 */
export function rememberPolicyStatements(db: Kysely<Schema>, scope: ScopeId, policy: Policy, now: number): readonly Statement[] {
  const digest = policyDigest(policy)
  const { instructions, format, language, tools } = policy
  const body = JSON.stringify({ instructions, format, language, tools })
  if (digest === noPolicy || body.length > longestBody) return []
  const row = { scope, policy: digest, body, asked_count: 1, first_at: now, last_at: now }
  return [
    statement(
      db
        .insertInto('policies')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['scope', 'policy']).doUpdateSet({ asked_count: sql<number>`policies.asked_count + 1`, last_at: now }),
        ),
    ),
  ]
}

/** Policies asked under since a time (epoch ms), most asked first. */
export async function seenPolicies(
  db: Kysely<Schema>,
  scope: ScopeId,
  { since, limit }: { readonly since: number; readonly limit: number },
): Promise<readonly SeenPolicy[]> {
  const rows = await db
    .selectFrom('policies')
    .select(['policy', 'body', 'asked_count', 'last_at'])
    .where('scope', '=', scope)
    .where('last_at', '>=', since)
    .orderBy('asked_count', 'desc')
    .orderBy('last_at', 'desc')
    .orderBy('policy')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    digest: row.policy,
    policy: JSON.parse(row.body) as Policy,
    asked: Number(row.asked_count),
    lastAt: Number(row.last_at),
  }))
}

/**
 * Whether nothing at all was prepared or filed under this policy in these scopes: why an ask goes live whatever its
 * question. Never of the default policy. One look into an index.
 */
export async function isUnknownPolicy(db: Kysely<Schema>, scopes: readonly ScopeId[], policy: Policy): Promise<boolean> {
  const digest = policyDigest(policy)
  if (digest === noPolicy || scopes.length === 0) return false
  const known = await db
    .selectFrom('keys')
    .select('no')
    .where('scope', 'in', [...scopes])
    .where('policy', '=', digest)
    .limit(1)
    .executeTakeFirst()
  return known === undefined
}

/** Forgets what was asked under least recently beyond so many: asks under ever other policies must not fill the store. */
export async function dropOldPolicies(db: Kysely<Schema>, scope: ScopeId, kept: number): Promise<readonly Statement[]> {
  const last = await db
    .selectFrom('policies')
    .select('last_at')
    .where('scope', '=', scope)
    .orderBy('last_at', 'desc')
    .limit(1)
    .offset(kept)
    .executeTakeFirst()
  if (last === undefined) return []
  return [statement(db.deleteFrom('policies').where('scope', '=', scope).where('last_at', '<=', last.last_at))]
}
