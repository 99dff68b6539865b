import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer } from '../spec/answer.ts'

/**
 * The oracle of currency: what is wrong with the first citation that does not stand word for word in its file of `folder`,
 * at the lines it names; null where all do. It reads the files, nothing of the library.
 */
export function citationProblem(folder: string, answer: Pick<Answer, 'citations' | 'served' | 'question'>): string | null {
  for (const { path, quote, startLine, endLine } of answer.citations) {
    const at = join(folder, path)
    const where = `${answer.served} "${answer.question}"`
    if (!existsSync(at) || !statSync(at).isFile()) return `${where} cites ${path}, which is gone`
    const lines = readFileSync(at, 'utf8').split(/\r\n|\n|\r/)
    const there = lines.slice(startLine - 1, endLine).join('\n')
    if (!there.includes(quote.replace(/\r\n?/g, '\n'))) {
      return `${where} quotes ${JSON.stringify(quote)}, but ${path}:${startLine}-${endLine} is ${JSON.stringify(there)}`
    }
  }
  return null
}
