import { ReverieError } from '../../spec/errors.ts'
import type { ScopeId, SourceId } from '../../spec/ids.ts'
import type { Source, SourceChange } from '../../spec/source.ts'
import type { Store } from '../../spec/store.ts'

export interface MemorySourceOptions {
  readonly store: Store
  readonly id: SourceId
  readonly scope: ScopeId
}

const pageSize = 500

/**
 * The documents pushed into the store. The store owns them: any process can list, read and verify them, and a pusher
 * that is gone deletes nothing.
 */
export function createMemorySource({ store, id, scope }: MemorySourceOptions): Source {
  const pushed = () =>
    store.read
      .selectFrom('documents')
      .where('scope', '=', scope)
      .where('source', '=', id)
      .where('state', '=', 'live')
      .where('content', 'is not', null)

  async function* list({ signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<SourceChange, void, undefined> {
    for (let after = ''; ; ) {
      if (signal?.aborted) throw new ReverieError('aborted', 'The listing was stopped before it was complete.')
      const page = await pushed()
        .select(['path', 'validator', 'size', 'modified_at'])
        .where('path', '>', after)
        .orderBy('path')
        .limit(pageSize)
        .execute()
      for (const { path, validator, size, modified_at } of page) {
        yield { kind: 'present', document: { path, validator, size, modifiedAt: modified_at } }
      }
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) return
      after = last.path
    }
  }

  return {
    id,
    kind: 'memory',
    scope,
    list,
    async read(path) {
      const row = await pushed().select(['validator', 'size', 'modified_at', 'content']).where('path', '=', path).executeTakeFirst()
      if (row === undefined || row.content === null) return { skipped: 'vanished' }
      const { text } = JSON.parse(row.content) as { readonly text: string }
      const bytes = new TextEncoder().encode(text)
      return { document: { path, validator: row.validator, size: row.size, modifiedAt: row.modified_at }, bytes }
    },
    async verify(path, validator) {
      const row = await pushed().select('validator').where('path', '=', path).executeTakeFirst()
      return row?.validator === validator ? 'same' : 'changed'
    },
  }
}
