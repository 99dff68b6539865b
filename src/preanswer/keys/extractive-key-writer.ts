import { digest } from '../../spec/digest.ts'
import { noSpend } from '../../spec/ledger.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { KeyRequest, KeyWriter } from '../../spec/skills.ts'
import { corpusWordings } from './wordings/corpus-wordings.ts'
import { taskWordings } from './wordings/task-wordings.ts'
import { thingWordings } from './wordings/thing-wordings.ts'
import { writeNearMisses } from './write-near-misses.ts'

const version = 1
const mostParaphrases = 4
const mostEdits = 3
const longestQuestion = 200

/**
 * Words keys without a model: question templates over the grammar of the question, the words the corpus has for it, and
 * one minimal edit a near-miss. Names, numbers, negations and directions are never touched in a paraphrase. Nothing for
 * questions of more than 200 characters, whose grammar templates cannot follow.
 */
export function createExtractiveKeyWriter(): KeyWriter {
  return {
    recipe: digest('key writer', 'extractive', version, mostParaphrases, mostEdits),
    model: null,
    async write(request, call = {}) {
      call.signal?.throwIfAborted()
      if (request.question.length > longestQuestion) return { paraphrases: [], nearMisses: [], spend: noSpend }
      return { paraphrases: paraphrases(request), nearMisses: writeNearMisses(request, mostEdits), spend: noSpend }
    },
  }
}

function paraphrases(request: KeyRequest): readonly string[] {
  const { question } = request
  const task = taskWordings(question)
  const made = task.length > 0 ? task : thingWordings(question)
  const found = new Map<string, string>()
  for (const text of [...corpusWordings(request), ...made]) {
    const normalised = normaliseQuestion(text)
    if (normalised !== normaliseQuestion(question) && text.split(' ').length > 1 && !found.has(normalised)) found.set(normalised, text)
  }
  return [...found.values()].slice(0, mostParaphrases)
}
