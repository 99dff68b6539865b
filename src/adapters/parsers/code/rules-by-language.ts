import { goRules } from './go-rules.ts'
import { javaRules } from './java-rules.ts'
import type { LanguageRules } from './language-rules.ts'
import { pythonRules } from './python-rules.ts'
import { rustRules } from './rust-rules.ts'
import { typescriptRules } from './typescript-rules.ts'

const rules: Readonly<Record<string, LanguageRules>> = {
  typescript: typescriptRules,
  tsx: typescriptRules,
  javascript: typescriptRules,
  python: pythonRules,
  go: goRules,
  rust: rustRules,
  java: javaRules,
}

/** The rules of a language with a grammar, or null. */
export function languageRules(language: string): LanguageRules | null {
  return Object.hasOwn(rules, language) ? (rules[language] ?? null) : null
}
