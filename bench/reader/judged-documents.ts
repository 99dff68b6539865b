import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A document with questions people wrote about it and the answers they marked. */
export interface JudgedDocument {
  readonly id: string
  readonly title: string
  /** Markdown, or HTML where `ending` says so. */
  readonly text: string
  readonly ending: 'md' | 'html'
  readonly questions: readonly JudgedQuestion[]
}

export interface JudgedQuestion {
  readonly id: string
  readonly question: string
  readonly answerable: boolean
  /** Any of them counts. */
  readonly answers: readonly string[]
}

export const judgedSets = ['squad2-dev', 'natural-questions', 'covidqa', 'policyqa', 'qasper', 'nq-paragraphs'] as const
export type JudgedSet = (typeof judgedSets)[number]

interface Row {
  readonly doc_id?: string
  readonly qid?: string
  readonly title?: string
  readonly text?: string
  readonly paragraph?: string
  readonly question?: string
  readonly answers?: readonly string[]
  readonly paragraphs?: readonly { readonly text: string }[]
  readonly questions?: readonly {
    readonly qid: string
    readonly question: string
    readonly answerable?: boolean
    readonly answers: readonly (string | { readonly text: string })[]
  }[]
}

/** The folder of development data: `REVERIE_DATA`, else beside the checkout; null where it is missing. */
export function dataFolder(): string | null {
  const folder = process.env.REVERIE_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
  return existsSync(join(folder, 'docqa')) ? folder : null
}

/** Reads one set; its rows in every form it comes in become documents with questions. */
export function readJudgedSet(folder: string, set: JudgedSet): readonly JudgedDocument[] {
  const lines = readFileSync(join(folder, 'docqa', `${set}.jsonl`), 'utf8')
    .trim()
    .split('\n')
  const rows = lines.map((line) => JSON.parse(line) as Row)
  return rows.map(set === 'nq-paragraphs' ? paragraphDocument : document)
}

function document(row: Row): JudgedDocument {
  const id = row.doc_id ?? ''
  const isPage = id.startsWith('natural-questions/')
  const raw = row.paragraphs === undefined ? (row.text ?? '') : row.paragraphs.map((paragraph) => paragraph.text).join('\n\n')
  const title = (row.title ?? raw.trim().split('\n')[0] ?? '').replaceAll('_', ' ').split(' - wikipedia')[0] ?? ''
  const text = isPage ? raw.replace(/<([A-Z]\w*)_/g, '<$1 ') : `# ${title}\n\n${raw.replace(/\n+/g, '\n\n')}`
  return {
    id,
    title: title.slice(0, 120),
    text,
    ending: isPage ? 'html' : 'md',
    questions: (row.questions ?? []).map((question) => ({
      id: question.qid,
      question: question.question,
      answerable: question.answerable ?? true,
      answers: question.answers.map((answer) => (typeof answer === 'string' ? answer : answer.text)),
    })),
  }
}

function paragraphDocument(row: Row): JudgedDocument {
  const id = row.qid ?? ''
  const title = row.title ?? ''
  return {
    id,
    title,
    text: `# ${title}\n\n${row.paragraph ?? ''}`,
    ending: 'md',
    questions: [{ id, question: row.question ?? '', answerable: true, answers: row.answers ?? [] }],
  }
}

/** Real queries about other things, which no document here answers. */
export function foreignQuestions(folder: string, from: number, count: number): readonly JudgedQuestion[] {
  const lines = readFileSync(join(folder, 'traffic', 'nq-open.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return lines.slice(from, from + count).map((line, index) => {
    const { question = '' } = JSON.parse(line) as Row
    return { id: `foreign/${from + index}`, question, answerable: false, answers: [] }
  })
}
