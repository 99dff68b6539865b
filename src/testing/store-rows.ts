import type { Digest } from '../spec/digest.ts'
import { digest } from '../spec/digest.ts'
import type { ScopeId } from '../spec/ids.ts'
import { type Statement, type Store, statement } from '../spec/store.ts'

/** The scope that tests write. */
export const testScope = 'default' as ScopeId
export const testScopeNo = 1

/** A scope with its lexical index. */
export function scopeRow(store: Store, scope: ScopeId = testScope, no: number = testScopeNo): readonly Statement[] {
  return [statement(store.read.insertInto('scopes').values({ scope, no, revision: 0, created_at: 0 })), ...store.lexical.create(scope, no)]
}

export function documentRow(store: Store, document: string, scope: ScopeId = testScope): Statement {
  return statement(
    store.read.insertInto('documents').values({
      scope,
      document,
      source: 'folder',
      path: `${document}.md`,
      digest: digest(document),
      validator: '1',
      title: null,
      format: 'markdown',
      language: null,
      size: 1,
      modified_at: 0.5,
      rank: 0,
      state: 'live',
      recipe: 'recipe',
      projection: null,
      content: null,
      links: '[]',
      committed_at: 0,
      revision: 1,
    }),
  )
}

/** A passage of a document with its version. */
export function passageRows(
  store: Store,
  document: string,
  passage: string,
  text: string,
  scope: ScopeId = testScope,
): readonly Statement[] {
  const version: Digest = digest('exact', text)
  return [
    statement(
      store.read
        .insertInto('versions')
        .values({ scope, digest: version, normal: version, text })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    statement(
      store.read.insertInto('passages').values({
        scope,
        passage,
        document,
        ordinal: 0,
        version,
        last_version: version,
        kind: 'prose',
        language: null,
        place: '[]',
        place_digest: digest('place'),
        start_line: 1,
        end_line: 1,
        start_offset: 0,
        symbol: null,
        revision: 1,
      }),
    ),
  ]
}

export function metaRow(store: Store, key: string, value: string): Statement {
  return statement(store.read.insertInto('meta').values({ key, value }))
}

export async function metaValue(store: Store, key: string): Promise<string | null> {
  const row = await store.read.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}
