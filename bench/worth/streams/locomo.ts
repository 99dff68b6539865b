import { rowsOf } from './rows.ts'
import type { StreamAsk, StreamDocument, StreamSource } from './stream.ts'

interface Row {
  readonly sample_id: string
  readonly speaker_a: string
  readonly speaker_b: string
  readonly sessions: readonly {
    readonly n: number
    readonly date_time: string
    readonly turns: readonly { readonly dia_id: string; readonly speaker: string; readonly text: string; readonly blip_caption?: string }[]
  }[]
  readonly qa: readonly {
    readonly question: string
    readonly answer?: string | number | null
    readonly evidence?: readonly string[]
  }[]
}

const hour = 3_600_000
const minute = 60_000

/** Months of two people's talk: each session a document from its own time on; a question is asked the day after the last session it rests on. */
export const locomo: StreamSource = {
  name: 'locomo',
  read(folder) {
    const rows = rowsOf<Row>(folder, 'memory/locomo.jsonl')
    const asks: StreamAsk[] = []
    const documents: StreamDocument[] = []
    for (const { sample_id, speaker_a, speaker_b, sessions, qa } of rows) {
      const times = new Map(sessions.map(({ n, date_time }) => [n, sessionTime(date_time)]))
      for (const { n, date_time, turns } of sessions) {
        const lines = turns.map(
          ({ speaker, text, blip_caption }) => `${speaker}: ${text}${blip_caption === undefined ? '' : ` (shows ${blip_caption})`}`,
        )
        documents.push({
          id: `${sample_id}/session-${n}.md`,
          text: `# ${speaker_a} and ${speaker_b}, ${date_time}\n\n${lines.join('\n\n')}\n`,
          at: times.get(n) ?? 0,
        })
      }
      const asked = new Map<number, number>()
      for (const { question, answer, evidence = [] } of qa) {
        const numbers = evidence.flatMap((id) => [...id.matchAll(/D(\d+):/g)].map(([, number]) => Number(number)))
        const last = Math.max(0, ...numbers.flatMap((number) => times.get(number) ?? [])) || Math.max(...times.values())
        const before = asked.get(last) ?? 0
        asked.set(last, before + 1)
        const text = answer === undefined || answer === null ? null : String(answer)
        asks.push({
          at: last + 20 * hour + before * minute,
          session: sample_id,
          question,
          region: sample_id,
          answer: text,
          gold: { answers: text === null ? [] : [text], meaning: null },
        })
      }
    }
    return {
      name: this.name,
      about: 'three conversations over months, real session times; a question is asked 20 hours after the last session it rests on',
      asks: asks.toSorted((one, other) => one.at - other.at),
      documents: documents.toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0)),
    }
  },
}

/** `1:56 pm on 8 May, 2023` in epoch ms, as UTC. Throws on another form. */
export function sessionTime(text: string): number {
  const [, clock, half, day] = /^(\d{1,2}:\d{2}) (am|pm) on (.+)$/i.exec(text.trim()) ?? []
  const at = Date.parse(`${day?.replace(',', '')} ${clock} ${half} UTC`)
  if (Number.isNaN(at)) throw new Error(`A session's time should read "1:56 pm on 8 May, 2023", found "${text}".`)
  return at
}
