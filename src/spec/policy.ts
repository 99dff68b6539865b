import { type Digest, digest } from './digest.ts'

/** What an answer must obey. The model, the skill and the prompt are recipe, never policy. */
export interface Policy {
  readonly instructions: string
  readonly format: 'text' | 'json'
  readonly language: string
  readonly tools: readonly string[]
}

export const defaultPolicy: Policy = { instructions: '', format: 'text', language: 'en', tools: [] }

export function policyDigest(policy: Policy): Digest {
  return digest('policy', policy.instructions.trim(), policy.format, policy.language, ...[...policy.tools].sort())
}
