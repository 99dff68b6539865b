import { createRequire } from 'node:module'
import { Language, Parser, type Tree } from 'web-tree-sitter'

export interface Grammars {
  /** The syntax tree, to be deleted by the caller, or null when parsing took longer than the limit. */
  parse(source: string, language: string): Promise<Tree | null>
  close(): Promise<void>
}

/** Parsing one file may take this long; the grammars do megabytes a second, so only degenerate input comes near. */
const parseLimitMs = 10_000

/** Tree-sitter grammars as WebAssembly, found beside the installed package that carries them. */
export function createGrammars(): Grammars {
  const require = createRequire(import.meta.url)
  const languages = new Map<string, Promise<Language>>()
  let parser: Promise<Parser> | undefined
  return {
    async parse(source, language) {
      parser ??= Parser.init().then(() => new Parser())
      const ready = await parser
      const known = languages.get(language) ?? Language.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`))
      languages.set(language, known)
      ready.setLanguage(await known)
      const started = performance.now()
      // The binding's type says void; its documentation and code stop at `true`.
      const progressCallback = (): boolean => performance.now() - started > parseLimitMs
      const tree = ready.parse(source, null, { progressCallback })
      if (tree === null) ready.reset()
      return tree
    },
    async close() {
      const ready = await parser
      parser = undefined
      ready?.delete()
    },
  }
}
