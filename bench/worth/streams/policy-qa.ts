import { seededRandom } from '../../../src/testing/seeded-random.ts'
import { arrivals, shuffled, streamStart } from './arrivals.ts'
import { rowsOf } from './rows.ts'
import type { StreamAsk, StreamDocument, StreamSource } from './stream.ts'

interface Row {
  readonly doc_id: string
  readonly paragraphs: readonly { readonly pid: string; readonly text: string }[]
  readonly questions: readonly { readonly question: string; readonly answers: readonly { readonly text: string }[] }[]
}

const week = 7 * 24 * 3_600_000

/**
 * Eight privacy policies one after another, each in force for a week and then replaced by the next, and the same wordings
 * asked of each: what was right last week is wrong now.
 */
export const policyQa: StreamSource = {
  name: 'policyqa-replayed',
  read(folder) {
    const asks: StreamAsk[] = []
    const documents: StreamDocument[] = []
    for (const [at, row] of rowsOf<Row>(folder, 'docqa/policyqa.jsonl').entries()) {
      const [from, until] = [streamStart + at * week, streamStart + (at + 1) * week]
      const policy = row.doc_id.replace(/^policyqa\//, '')
      const random = seededRandom(at + 1)
      documents.push(...row.paragraphs.map(({ pid, text }) => ({ id: `${pid.replace('#', '/')}.md`, text, at: from, until })))
      const byWording = Map.groupBy(row.questions, ({ question }) => question)
      // A policy's questions in five days of its week, so that its last ones are asked while it is in force.
      const times = arrivals(random, row.questions.length, row.questions.length / 5, from)
      for (const [number, { question, answers }] of shuffled(random, row.questions).entries()) {
        const all = (byWording.get(question) ?? []).flatMap((one) => one.answers.map(({ text }) => text))
        asks.push({
          at: Math.min(until - 1, times[number] ?? from),
          session: null,
          question,
          region: policy,
          answer: answers[0]?.text ?? null,
          gold: { answers: [...new Set(all)], meaning: `${policy}: ${question}` },
        })
      }
    }
    return {
      name: this.name,
      about: 'one wording over eight policies, a week each; order and times within a week are seeded',
      asks,
      documents,
    }
  },
}
