import { digest } from '../spec/digest.ts'
import { noSpend } from '../spec/ledger.ts'
import type { QuestionGenerator } from '../spec/skills.ts'
import { generateCodeQuestions } from './code/generate-code-questions.ts'
import { generateProseQuestions } from './prose/generate-prose-questions.ts'

/** Raised with every change to how the same claims are asked about. */
const version = 4

/** The question generator that needs no model: questions worded from claims by grammar, each aimed at the claim that answers it. */
export function createExtractiveQuestionGenerator(): QuestionGenerator {
  return {
    recipe: digest('extractive question generator', version),
    model: null,
    async generate(input, call = {}) {
      call.signal?.throwIfAborted()
      const questions = input.document.format === 'code' ? generateCodeQuestions(input) : await generateProseQuestions(input, call)
      return { questions, spend: noSpend }
    },
  }
}
