import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A problem cut into what is known ahead of time and what is asked of it later. */
export interface Problem {
  readonly id: string
  readonly context: string
  readonly question: string
  /** A number. */
  readonly answer: string
}

/** GSM8K problems of the data folder in their order; throws where the file is missing. */
export function readProblems(folder: string, count: number): readonly Problem[] {
  const path = join(folder, 'stateful', 'gsm8k-split.jsonl')
  if (!existsSync(path)) throw new Error(`The problems are read from ${path}, which is not there: set REVERIE_DATA to the data folder.`)
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(0, count)
    .map((line) => {
      const { id, context, question, answer } = JSON.parse(line) as Problem
      return { id, context, question, answer }
    })
}

/** The number an answer ends in: what stands after "Answer:", else the last number of the text; null where there is none. */
export function numberIn(text: string): number | null {
  const stated = /answer\s*(?:is)?\s*[:=]?\s*\**\s*([^\n]*)$/i.exec(text.trim())?.[1] ?? ''
  for (const part of [stated, text]) {
    const last = part
      .replace(/(?<=\d),(?=\d{3})/g, '')
      .match(/-?\d+(?:\.\d+)?/g)
      ?.at(-1)
    if (last !== undefined) return Number(last)
  }
  return null
}

export function isCorrect(text: string, answer: string): boolean {
  const [found, wanted] = [numberIn(text), numberIn(answer)]
  return found !== null && wanted !== null && Math.abs(found - wanted) < 1e-6
}
