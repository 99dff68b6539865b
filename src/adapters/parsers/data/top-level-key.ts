import type { SourceLine } from '../text/source-lines.ts'

export type DataLanguage = 'json' | 'yaml' | 'toml' | 'ini' | 'xml'

const shapes: Readonly<Record<DataLanguage, RegExp>> = {
  json: /^\s*(?:"((?:[^"\\]|\\.){1,200})"|'([^']{1,200})'|([A-Za-z_$][\w$-]{0,200}))\s*:/,
  yaml: /^(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s#\-:{}[\],&*!|>'"%@`][^:#]{0,200}?))\s*:(?:\s|$)/,
  toml: /^\s*(?:\[{1,2}\s*"?([^\]"]{1,200})"?\s*\]{1,2}|(?<=^)"?([\w.-]{1,200})"?\s*=)/,
  ini: /^\s*(?:\[([^\]]{1,200})\]|(?<=^)([\w.-]{1,200})\s*[=:])/,
  xml: /^\s*<([A-Za-z][\w:.-]{0,200})/,
}

/** The key a line opens at the top level (`depth` columns for JSON and XML), or null. In TOML and INI a section's keys belong to it. */
export function topLevelKey(line: SourceLine, language: DataLanguage, depth: number): string | null {
  if (line.text.length > 4000) return null
  if ((language === 'json' || language === 'xml') && line.indent !== depth) return null
  if (language === 'yaml' && line.indent > 0) return null
  if ((language === 'toml' || language === 'ini') && !/^\s*\[/.test(line.text)) return null
  const found = shapes[language].exec(line.text)
  return (
    found
      ?.slice(1)
      .find((group) => group !== undefined)
      ?.trim() ?? null
  )
}
