/** Languages that share comment marks, strings and block structure, as far as reading facts from text needs. */
export type CodeFamily = 'script' | 'python' | 'go' | 'rust' | 'java'

const families: Readonly<Record<string, CodeFamily>> = {
  typescript: 'script',
  tsx: 'script',
  javascript: 'script',
  jsx: 'script',
  ts: 'script',
  js: 'script',
  mts: 'script',
  cts: 'script',
  mjs: 'script',
  cjs: 'script',
  python: 'python',
  py: 'python',
  pyi: 'python',
  go: 'go',
  golang: 'go',
  rust: 'rust',
  rs: 'rust',
  java: 'java',
}

/** The family of a document: by its passages' language, else by the path's ending; null where facts are not read. */
export function codeFamily(path: string, language: string | null): CodeFamily | null {
  const named = language === null ? undefined : families[language.toLowerCase()]
  if (named !== undefined) return named
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return families[ending] ?? null
}
