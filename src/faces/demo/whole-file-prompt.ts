import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promptTokens } from '../../ledger/prompt-tokens.ts'
import { buildReaderPrompt } from '../../preanswer/prompts/reader-prompt.ts'
import { digest } from '../../spec/digest.ts'
import type { DocumentId, PassageId } from '../../spec/ids.ts'
import { defaultPolicy } from '../../spec/policy.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { searchFiles } from './search-files.ts'

/** Files an agent that has only a search reads whole before it answers. */
const filesRead = 3

/**
 * Tokens of the prompt of an agent without standing preparation: the same reader's prompt, holding whole the best three
 * files that a search brings. Counted, not spent.
 */
export async function wholeFilePromptTokens(folder: string, question: string): Promise<number> {
  const evidence = searchFiles(folder, question, filesRead).map((path): ScoredUnit => {
    const text = readFileSync(join(folder, path), 'utf8')
    return {
      passage: digest('whole', path) as string as PassageId,
      version: digest('whole', text),
      document: path as DocumentId,
      path,
      title: null,
      place: [],
      kind: 'data',
      symbol: null,
      passageText: text,
      start: 0,
      end: text.length,
      text,
      score: 1,
      cosine: null,
      bm25: 0,
      modifiedAt: 0,
    }
  })
  return promptTokens(buildReaderPrompt({ question, evidence, policy: defaultPolicy }))
}
