import { createRequire } from 'node:module'
import type { Check } from './check.ts'

const require = createRequire(import.meta.url)
const reinstall = 'Install again: npm ci in a checkout, else npm install @reverie/reverie.'
const languages = ['typescript', 'tsx', 'javascript', 'python', 'go', 'rust', 'java']

/** The parts that come as packages with WASM or native code: each is loaded and used once. */
export const packageChecks: readonly Check[] = [
  {
    name: 'embedder',
    remedy: reinstall,
    async run(signal) {
      const { openMiniLmEmbedder } = await import('../../../adapters/embedders/minilm/minilm-embedder.ts')
      const embedder = openMiniLmEmbedder()
      try {
        const vector = await embedder.embedQuestion('Does it embed?', { signal })
        return { outcome: 'ok', found: `${embedder.name}, ${vector.length} dimensions` }
      } finally {
        await embedder.close()
      }
    },
  },
  {
    name: 'vector index',
    remedy: reinstall,
    async run() {
      const { vectorEngine } = await import('../../../retrieve/exact-nearest.ts')
      if (vectorEngine === 'usearch') return { outcome: 'ok', found: 'usearch' }
      const remedy = `usearch brings no binary that loads on ${process.platform}-${process.arch}; answers are the same. ${reinstall}`
      return { outcome: 'warn', found: 'the slower scan in JavaScript', remedy }
    },
  },
  {
    name: 'grammars',
    remedy: reinstall,
    async run() {
      const { Language, Parser } = await import('web-tree-sitter')
      await Parser.init()
      for (const language of languages) await Language.load(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`))
      return { outcome: 'ok', found: languages.join(', ') }
    },
  },
]
