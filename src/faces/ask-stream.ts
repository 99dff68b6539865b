import type { Answer } from '../spec/answer.ts'
import type { AskEvent } from './reverie.ts'

/** Turns an ask that reports its text as it is made into a stream of events that ends with the answer. */
export async function* askStream(ask: (onText: (delta: string) => void) => Promise<Answer>): AsyncIterable<AskEvent> {
  const deltas: string[] = []
  let wake = Promise.withResolvers<void>()
  const answer = ask((delta) => {
    deltas.push(delta)
    wake.resolve()
  })
  let done = false
  const finished = answer.then(
    () => true,
    () => true,
  )
  while (!done) {
    done = await Promise.race([finished, wake.promise.then(() => false)])
    wake = Promise.withResolvers<void>()
    for (const delta of deltas.splice(0)) yield { type: 'text-delta', delta }
  }
  yield { type: 'answer', answer: await answer }
}
