import { digest } from '../spec/digest.ts'
import type { Distiller } from '../spec/skills.ts'
import { distilCode } from './code/distil-code.ts'
import { distilGroup } from './prose/distil-group.ts'
import { distilProse } from './prose/distil-prose.ts'

/** Raised with every change to what the rules make of the same document. */
const version = 4

/**
 * The distiller that needs no model: verbatim claims found by structure and grammar. Documents of code go by their
 * symbols, all others by headings, sentences, lists, tables and commands.
 */
export function createExtractiveDistiller(): Distiller {
  return {
    recipe: digest('extractive distiller', version),
    model: null,
    async distilDocument(document, call = {}) {
      call.signal?.throwIfAborted()
      return document.format === 'code' ? distilCode(document) : distilProse(document, call)
    },
    async distilGroup(group, call = {}) {
      call.signal?.throwIfAborted()
      return distilGroup(group)
    },
  }
}
