import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { questionTerms } from '../../retrieve/question-terms.ts'
import { tokenise } from '../../retrieve/tokenise.ts'

/** Every text file of the demo's folder, with its text. */
export function filesOf(folder: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.reverie') && statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

/** The files that hold most of a question's words, as an agent with nothing but a search finds them: best first. */
export function searchFiles(folder: string, question: string, limit: number): readonly string[] {
  const terms = new Set(questionTerms(question))
  return filesOf(folder)
    .map(({ path, text }) => {
      const tokens = tokenise(text)
      const found = new Set(tokens.filter((token) => terms.has(token)))
      return { path, score: found.size + tokens.filter((token) => terms.has(token)).length / (tokens.length + 1) }
    })
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .slice(0, limit)
    .map(({ path }) => path)
}
