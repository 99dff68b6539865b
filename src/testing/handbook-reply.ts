import { handbookModel } from './handbook-model.ts'
import type { OpenAiReply, OpenAiRequest } from './openai-server.ts'

/** Name of the structured output that a request wants, or null. */
export function formatOf({ body }: OpenAiRequest): string | null {
  return body.response_format?.json_schema?.name ?? null
}

/** All text of a request's messages. */
export function textOf({ body }: OpenAiRequest): string {
  return body.messages
    .map(({ content }) =>
      typeof content === 'string' ? content : (content as readonly { text?: string }[]).map((part) => part.text ?? '').join('\n'),
    )
    .join('\n\n')
}

/** What a model that does its job answers over OpenAI's format. */
export const handbookReply = (request: OpenAiRequest): OpenAiReply => ({
  kind: 'text',
  text: handbookModel({ text: textOf(request), format: formatOf(request) }),
})
