import type { DraftDocument } from '../draft.ts'
import { codePassages } from './code-passages.ts'
import { createGrammars } from './grammars.ts'
import { leadingComment } from './leading-comment.ts'
import { namedChildren } from './named-children.ts'
import { paragraphPassages } from './paragraph-passages.ts'
import { languageRules } from './rules-by-language.ts'

export interface CodeParser {
  parse(source: string, language: string): Promise<DraftDocument>
  close(): Promise<void>
}

/** Code by definition where there is a grammar, else by paragraph. Grammars are loaded once a parser, when first needed. */
export function createCodeParser(): CodeParser {
  const grammars = createGrammars()
  return {
    async parse(source, language) {
      const rules = languageRules(language)
      const base = { format: 'code' as const, language, title: null, links: [] }
      if (rules === null) return { ...base, passages: paragraphPassages(source, language), warnings: [] }
      if (isMinified(source)) return { ...base, passages: paragraphPassages(source, language), warnings: ['minified code: read by lines'] }
      const tree = await grammars.parse(source, language)
      if (tree === null)
        return { ...base, passages: paragraphPassages(source, language), warnings: ['no syntax tree in time: read by paragraphs'] }
      try {
        const nodes = namedChildren(tree.rootNode)
        const lead = leadingComment(nodes, rules, source)
        const passages = codePassages(nodes.slice(lead.nodes), { source, language, rules })
        return { ...base, title: lead.title, passages: [...lead.passages, ...passages], warnings: [] }
      } finally {
        tree.delete()
      }
    },
    close: () => grammars.close(),
  }
}

/** Lines so long that nobody wrote them. */
function isMinified(source: string): boolean {
  if (source.length < 5_000) return false
  let lines = 1
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) lines++
  return source.length / lines > 400
}
