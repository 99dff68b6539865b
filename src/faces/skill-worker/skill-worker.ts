import { parentPort } from 'node:worker_threads'
import { createExtractiveDistiller } from '../../distil/extractive-distiller.ts'
import { createExtractiveKeyWriter } from '../../preanswer/keys/extractive-key-writer.ts'
import { createExtractiveQuestionGenerator } from '../../predict/extractive-question-generator.ts'
import type { SkillReply, SkillRequest, SkillResults } from './skill-messages.ts'

const distiller = createExtractiveDistiller()
const generator = createExtractiveQuestionGenerator()
const keyWriter = createExtractiveKeyWriter()

parentPort?.on('message', async (request: SkillRequest) => {
  try {
    reply({ kind: 'done', result: await perform(request) })
  } catch (error) {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
})

reply({ kind: 'ready', recipes: { distiller: distiller.recipe, generator: generator.recipe, keyWriter: keyWriter.recipe } })

function perform(request: SkillRequest): Promise<SkillResults[keyof SkillResults]> {
  switch (request.kind) {
    case 'document':
      return distiller.distilDocument(request.document)
    case 'group':
      return distiller.distilGroup(request.group)
    case 'questions':
      return generator.generate(request.input)
    case 'keys':
      return keyWriter.write(request.request)
  }
}

function reply(message: SkillReply): void {
  parentPort?.postMessage(message)
}
