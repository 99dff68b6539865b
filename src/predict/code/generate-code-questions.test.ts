import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { distilCode } from '../../distil/code/distil-code.ts'
import { claimsOf } from '../../testing/claims-of.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { generateCodeQuestions } from './generate-code-questions.ts'

async function questions(path: string, text: string): Promise<ReadonlyMap<string, string>> {
  const document = await codeDocument(path, text)
  const claims = claimsOf(document, distilCode(document).claims)
  const answers = new Map<string, string>()
  for (const draft of generateCodeQuestions({ document, claims })) {
    expect(draft.region).toBe(path)
    const ids = draft.about.kind === 'claim' ? draft.about.claims : []
    const quotes = claims.filter((claim) => ids.includes(claim.id)).flatMap((claim) => claim.quotes)
    expect(quotes).not.toHaveLength(0)
    answers.set(draft.text, quotes.map((quote) => quote.text.replace(/\s+/g, ' ')).join(' ~ '))
  }
  return answers
}

describe('generateCodeQuestions', () => {
  it('asks what a developer would ask of TypeScript', async () => {
    const asked = await questions(
      'src/queue.ts',
      `export interface QueueOptions {
  /** How many tasks run at once. Default \`4\`. */
  readonly concurrency?: number
  /** What happens to a task that fails. */
  readonly onError?: 'stop' | 'skip'
}

/**
 * Runs tasks one after another, at most some at once.
 * @deprecated Use \`createPool\` instead.
 */
export class Queue {
  /** The number of tasks that wait; null where the queue is closed. */
  size(): number | null {
    return null
  }

  /**
   * Adds a task and starts it as soon as there is room.
   *
   * If the queue is paused, the task waits until it is resumed.
   */
  add(task: () => void): void {
    if (this.closed) throw new Error('Cannot add to a closed queue')
    task()
  }
}
`,
    )
    expect([...asked.keys()]).toEqual(
      expect.arrayContaining([
        'What is the default of the `concurrency` option of `QueueOptions`?',
        'What does the `concurrency` option of `QueueOptions` do?',
        'Which values does the `onError` option of `QueueOptions` accept?',
        'What should be used instead of the deprecated `Queue`?',
        'What does `Queue.add()` do?',
        'What does `Queue.add()` do if the queue is paused?',
        'When does `Queue.add()` throw “Cannot add to a closed queue”?',
        'When does `Queue.size()` return `null`?',
      ]),
    )
    expect(asked.get('When does `Queue.add()` throw “Cannot add to a closed queue”?')).toBe(
      "if (this.closed) throw new Error('Cannot add to a closed queue')",
    )
  })

  it('words the other languages as their readers speak', async () => {
    const python = await questions(
      'a.py',
      'class Store:\n    """Keeps rows on disk until they are asked for."""\n    def __init__(self, path):\n        if not path:\n            raise ValueError("a path is needed here")\n',
    )
    expect([...python.keys()]).toEqual(
      expect.arrayContaining(['What is `Store` for?', 'When does `Store()` raise “a path is needed here”?']),
    )
    const go = await questions(
      'a.go',
      'package a\n\n// Load reads the file and returns its rows.\nfunc Load(n int) error {\n\tif n < 0 {\n\t\treturn errors.New("a: negative row count")\n\t}\n\tpanic("a: not written yet")\n}\n',
    )
    expect([...go.keys()]).toEqual(
      expect.arrayContaining(['What does `Load()` do?', 'When does `Load()` return the error “a: negative row count”?']),
    )
  })

  it('asks nothing about tests, nor about what has no comment, no failure and no value', async () => {
    expect([...(await questions('src/__tests__/a.ts', '/** Adds all of the numbers given to it. */\nexport function add() {}'))]).toEqual(
      [],
    )
    expect([...(await questions('src/a.ts', 'export function add(a: number, b: number): number {\n  return a + b\n}\n'))]).toEqual([])
    expect([...(await questions('src/b.ts', '/** Gets the name. */\nexport function getName(): string {\n  return name\n}\n'))]).toEqual([])
  })

  it('asks about no fact whose claim is gone', async () => {
    const document = await codeDocument('src/a.ts', '/** Adds every one of the numbers and rounds the sum. */\nexport function add() {}')
    expect(generateCodeQuestions({ document, claims: [] })).toEqual([])
  })

  it('keeps to its bounds on a real file of two thousand lines', async () => {
    const text = await readFile(new URL('../../../node_modules/zod/src/v4/core/compile.ts', import.meta.url), 'utf8')
    const asked = [...(await questions('zod/compile.ts', text)).keys()]
    expect(asked.length).toBeGreaterThan(20)
    expect(asked.length).toBeLessThanOrEqual(48)
    for (const question of asked) expect(question).toMatch(/^(?:What|When|Which|Why|How|Is|Where) .*\?$/)
  })
})
