import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openReverie } from '../../src/faces/open-reverie.ts'
import type { Answer } from '../../src/spec/answer.ts'
import type { Measurement } from '../measurement.ts'

/** A question about this repository's sources and the files one of which must answer first. */
interface CodeQuestion {
  readonly kind: 'default' | 'where set' | 'throws' | 'who calls' | 'why'
  readonly question: string
  readonly expected: readonly string[]
}

interface Asked extends CodeQuestion {
  readonly first: string | null
  readonly right: boolean
  readonly inTopThree: boolean
  readonly served: Answer['served']
}

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** Twenty hand-written questions over our own sources: is the first citation in the right file? Live, and after a sleep with `sleep`. */
export const measurement: Measurement = {
  name: 'code',
  about: 'hand-written questions over our own sources: right file first (words: `sleep` prepares first, `lexical` asks without vectors)',
  async run({ words, log }) {
    const questions: readonly CodeQuestion[] = JSON.parse(await readFile(join(repository, 'bench/code/questions.json'), 'utf8'))
    const missing = questions.flatMap((question) => question.expected.filter((path) => !existsSync(join(repository, path))))
    const folder = await mkdtemp(join(tmpdir(), 'reverie-bench-code-'))
    try {
      await using reverie = await openReverie({ folder: repository, database: join(folder, 'code.db') })
      await reverie.sync({ paths: ['src'] })
      if (!words.includes('lexical'))
        await reverie.sleep({
          maxQuestions: words.includes('sleep') ? 5000 : 0,
          onProgress: ({ stage, done, total }) => done % 500 === 0 && log(`${stage} ${done}/${total ?? '?'}`),
        })
      const asked: Asked[] = []
      for (const question of questions) {
        const answer = await reverie.ask({ question: question.question, mode: words.includes('sleep') ? 'prepared' : 'live' })
        const cited = answer.citations.map((citation) => citation.path)
        const one = {
          ...question,
          first: cited[0] ?? null,
          right: cited[0] !== undefined && question.expected.includes(cited[0]),
          inTopThree: cited.slice(0, 3).some((path) => question.expected.includes(path)),
          served: answer.served,
        }
        log(`${one.right ? 'right' : 'WRONG'}  ${one.question}  ${one.first ?? 'nothing'} (${one.served})`)
        asked.push(one)
      }
      const right = asked.filter((one) => one.right).length
      return {
        figures: [
          { name: 'right file first', value: right, unit: `of ${asked.length}`, target: '≥ 16 of 20', met: right >= 16 },
          {
            name: 'right file among the first three citations',
            value: asked.filter((one) => one.inTopThree).length,
            unit: `of ${asked.length}`,
          },
          { name: 'answered', value: asked.filter((one) => one.first !== null).length, unit: `of ${asked.length}` },
        ],
        notes: missing.map((path) => `expected file is not there: ${path}`),
        detail: asked,
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}
