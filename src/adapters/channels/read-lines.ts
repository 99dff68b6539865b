/** Longer lines are no result of ours: an answer has a few thousand tokens. */
const longestLine = 32 * 1024 * 1024

/**
 * The JSON values of a body of JSON lines, as they come; `undefined` for a line that is no JSON. A last line that breaks off
 * is left out. Rejects where the connection does, or where a line exceeds 32 MiB.
 */
export async function* jsonLines(body: ReadableStream<Uint8Array> | null): AsyncGenerator<unknown> {
  if (body === null) return
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield parsed(line)
    if (rest.length > longestLine) throw new Error('a line of the results is longer than 32 MiB')
  }
  const last = parsed(rest + decoder.decode())
  if (last !== undefined) yield last
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
