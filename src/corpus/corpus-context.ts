import type { Clock } from '../spec/clock.ts'
import { type Digest, digest } from '../spec/digest.ts'
import type { Parser } from '../spec/parser.ts'
import type { Lease, Store } from '../spec/store.ts'
import type { ChangeHook } from './change-hook.ts'

/** What the corpus stage works with. */
export interface CorpusContext {
  readonly store: Store
  readonly parser: Parser
  readonly clock: Clock
  /** The one tokeniser; its tokens go into the lexical index. */
  readonly tokenise: (text: string) => readonly string[]
  /** Marks what rests on a change, in the change's own transaction. */
  readonly onChange: ChangeHook
  /** Where a sleeper writes: its lease, checked at every commit. */
  readonly fence?: Lease
}

/** What the rows of a document were made with; rises with the parser and with how this stage stores. */
export function corpusRecipe(parser: Parser): Digest {
  return digest('corpus', parser.version, 2)
}
