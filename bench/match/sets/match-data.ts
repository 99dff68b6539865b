import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { normaliseQuestion } from '../../../src/spec/normalise-question.ts'

/** The data sets' texts, and vectors of texts. */
export interface MatchData {
  /** Rows of one file of the data folder, such as `pairs/qqp.jsonl`. */
  rows<Row>(path: string): readonly Row[]
  /** The vectors of texts, by text. */
  vectorsOf(texts: Iterable<string>): Promise<(text: string) => Int8Array>
}

export interface MatchDataOptions {
  readonly folder: string
  /** One vector a text, in order. */
  readonly embed: (texts: readonly string[], onProgress?: (done: number, missing: number) => void) => Promise<readonly Int8Array[]>
  readonly log: (line: string) => void
}

/** Reads the data sets of a folder; throws where a file is missing. */
export function openMatchData({ folder, embed, log }: MatchDataOptions): MatchData {
  return {
    rows: <Row>(path: string) =>
      readFileSync(join(folder, path), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Row),
    async vectorsOf(texts) {
      const wanted = [...new Set(texts)]
      const vectors = await embed(wanted, (done, missing) => {
        if (done % 2_048 === 0) log(`embedded ${done} of ${missing} new texts`)
      })
      const byText = new Map(wanted.map((text, at) => [text, vectors[at]]))
      return (text) => {
        const vector = byText.get(text)
        if (vector === undefined) throw new Error(`"${text}" was not among the texts whose vectors were asked for.`)
        return vector
      }
    },
  }
}

/** Under which two texts are the same question. */
export function sameText(text: string): string {
  return normaliseQuestion(text)
}
