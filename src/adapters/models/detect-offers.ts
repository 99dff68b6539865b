import { isLoopback, ollamaBaseUrl } from './ollama-base-url.ts'

/** A key or a server found on the machine: only pointed out, never used by itself. */
export interface FoundModel {
  /** What was found, in words. */
  readonly found: string
  /** `provider/model` that the flag names. */
  readonly model: string
  /** The flag that would use it. */
  readonly flag: string
}

/** Fetches JSON from a server on this machine within the time, or resolves to null. */
export type Probe = (url: string, timeoutMs: number) => Promise<unknown>

const keys = [
  { variable: 'OPENAI_API_KEY', model: 'openai/gpt-6-luna' },
  { variable: 'ANTHROPIC_API_KEY', model: 'anthropic/claude-haiku-5-5' },
  { variable: 'GOOGLE_GENERATIVE_AI_API_KEY', model: 'google/gemini-3.8-flash' },
  { variable: 'GEMINI_API_KEY', model: 'google/gemini-3.8-flash' },
] as const

const probeMs = 200

/** Looks for keys in the environment and for Ollama on loopback. Nothing leaves the machine, and no key is read further than whether it is there. */
export async function detectOffers(
  env: Readonly<Record<string, string | undefined>>,
  probe: Probe = probeLoopback,
): Promise<readonly FoundModel[]> {
  const found = new Map<string, FoundModel>()
  for (const { variable, model } of keys) {
    if ((env[variable] ?? '').trim() === '' || found.has(model)) continue
    found.set(model, { found: `${variable} is set`, model, flag: `--model ${model}` })
  }
  const baseUrl = ollamaBaseUrl(env)
  if (isLoopback(baseUrl)) {
    const tags = await probe(baseUrl.replace(/\/v1$/, '/api/tags'), probeMs)
    const [first, ...others] = modelsIn(tags)
    if (first !== undefined) {
      const model = `ollama/${first}`
      const more = others.length === 0 ? '' : ` and ${others.length} more`
      found.set(model, { found: `Ollama is running with ${first}${more}`, model, flag: `--model ${model}` })
    }
  }
  return [...found.values()]
}

/** The probe that asks a real server; refuses any address off this machine. */
export async function probeLoopback(url: string, timeoutMs: number): Promise<unknown> {
  if (!isLoopback(url)) return null
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
    return response.ok ? await response.json() : null
  } catch {
    // Nobody there, too slow, or not JSON: all mean that there is nothing to offer.
    return null
  }
}

function modelsIn(tags: unknown): readonly string[] {
  if (typeof tags !== 'object' || tags === null || !('models' in tags) || !Array.isArray(tags.models)) return []
  return tags.models.flatMap((model: unknown) =>
    typeof model === 'object' &&
    model !== null &&
    'name' in model &&
    typeof model.name === 'string' &&
    !/embed|minilm|bge-/.test(model.name)
      ? [model.name]
      : [],
  )
}
