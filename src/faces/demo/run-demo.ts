import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenedModel } from '../../adapters/models/open-model.ts'
import type { Answer } from '../../spec/answer.ts'
import { systemClock } from '../../spec/clock.ts'
import { ReverieError } from '../../spec/errors.ts'
import { openReverie } from '../open-reverie.ts'
import type { Reverie, SleepReceipt } from '../reverie.ts'
import { copyCorpus } from './copy-corpus.ts'
import { measureRows } from './measure-rows.ts'
import { answerBlock, seconds } from './print-answer.ts'
import { script } from './script.ts'

export interface DemoOptions {
  readonly model: OpenedModel | null
  /** Hard cap of the three sleeps and of the asks together, in dollars: half for each side. */
  readonly usd: number | null
  /** Files and folders of the repository that it reads. Default: all that the README's run reads. */
  readonly parts?: readonly string[]
  readonly print: (line: string) => void
}

const defaultUsd = 0.25

/** The whole loop over this repository's own documents, in a temporary copy that is removed at the end. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const folder = copyCorpus(options.parts)
  try {
    await using reverie = await openDemo(folder, options)
    await tour(folder, reverie, options)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function openDemo(folder: string, { model, usd }: DemoOptions): Promise<Reverie> {
  return openReverie({
    folder,
    ...(model === null ? {} : { model, budget: { usd: (usd ?? defaultUsd) / 6 }, askBudget: { usd: (usd ?? defaultUsd) / 2 } }),
  })
}

async function tour(folder: string, reverie: Reverie, options: DemoOptions): Promise<void> {
  const { print } = options
  const show = async (question: string): Promise<Answer> => {
    const answer = await reverie.ask({ question })
    for (const line of answerBlock(answer, systemClock.now())) print(line)
    return answer
  }
  const say = (title: string): void => {
    print('')
    print(title)
  }
  print(
    options.model === null
      ? 'No model, no key, nothing sent: answers are quotations.'
      : `Model ${options.model.name}, at most $${options.usd ?? defaultUsd}.`,
  )

  say('1 · before any sleep, from scratch: read, parse, rank, embed')
  const started = systemClock.monotonic()
  await show(script.prepared)
  print(`  ${seconds(systemClock.monotonic() - started)} in all`)

  say('2 · sleep')
  const slept = await reverie.sleep()
  for (const line of receiptLines(slept)) print(line)

  say('3 · the same question in other words; a list; a trap; a question nothing answers')
  await show(script.rephrased)
  await show(script.list)
  await show(script.trap)
  await show(script.unanswerable)

  say('4 · a question nobody predicted, a short sleep, and its rephrasing')
  await show(script.missed)
  const short = await reverie.sleep()
  print(`  slept ${seconds(short.durationMs)}: ${short.produced.entries ?? 0} answer prepared`)
  await show(script.missedRephrased)

  say(`5 · one line edited: ${script.edit.path}, "${script.edit.from}" is now "${script.edit.to}"`)
  await editedLine(folder, reverie, print, show)

  say('6 · what it costs')
  for (const line of await measureRows({ folder, reverie, slept, model: options.model })) print(line)
}

async function editedLine(
  folder: string,
  reverie: Reverie,
  print: (line: string) => void,
  show: (question: string) => Promise<Answer>,
): Promise<void> {
  const prepared = await reverie.questions.list({ state: 'prepared', limit: 10_000 })
  const { path, from, to, withdraws } = script.edit
  const file = join(folder, path)
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from))
    throw new ReverieError('internal', `The demo expected "${from}" in ${path}.`, {
      hint: 'Change src/faces/demo/script.ts with the line.',
    })
  writeFileSync(file, text.replace(from, to))
  await show(withdraws)
  let hits = 0
  const lost: string[] = []
  for (const question of prepared) {
    const answer = await reverie.ask({ question: question.text })
    if (answer.served === 'hit' && answer.preparedBy === 'sleep') hits += 1
    else lost.push(question.text)
  }
  print(`  of ${prepared.length} prepared answers ${hits} are still hits; withdrawn: ${lost.map((question) => `"${question}"`).join(', ')}`)
  const redone = await reverie.sleep()
  print(`  slept ${seconds(redone.durationMs)}: ${redone.produced.entries ?? 0} of ${redone.servable} answers redone`)
}

function receiptLines(receipt: SleepReceipt): readonly string[] {
  const made = Object.entries(receipt.produced).map(([what, count]) => `${count} ${what}`)
  const skipped = receipt.skipped.reduce((sum, { count }) => sum + count, 0)
  return [
    `  read ${receipt.sync.documents.total} files; made ${made.join(', ')}`,
    `  ${seconds(receipt.durationMs)} asleep; asks were possible after ${seconds(receipt.askableAfterMs ?? 0)}, the first prepared answer stood after ${seconds(receipt.preparedAfterMs ?? 0)}`,
    `  ${skipped} questions were not kept; ${receipt.failed.length === 0 ? 'nothing failed' : `${receipt.failed.length} failed: ${receipt.failed[0]?.reason ?? ''}`}`,
    ...(receipt.spend.inputTokens > 0
      ? [
          `  spent ${receipt.spend.inputTokens + receipt.spend.outputTokens} tokens, ${receipt.spend.usd === null ? 'price unknown' : `$${receipt.spend.usd.toFixed(4)}`}`,
        ]
      : []),
  ]
}
