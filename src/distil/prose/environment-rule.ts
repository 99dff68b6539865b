import type { ClaimDraft } from '../../spec/claim.ts'
import { makeClaim, type Rule } from './rule.ts'

const variable = /(?<![\w.$])`?\$?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|HOST|DEBUG|HOME|PATH)`?(?![\w(])/g
const context =
  /\benvironment(?:al)? variables?\b|\bread from the environment\b|\benv(?:ironment)? vars?\b|\bprocess\.env\b|`\.(?:dev\.vars|env)[\w.]*`/i
const inCode =
  /\b(?:process\.env(?:\.|\[['"])|import\.meta\.env\.|Deno\.env\.get\(['"]|os\.environ(?:\.get\(|\[)['"]|os\.getenv\(['"]|std::env::var\(['"]|os\.Getenv\(")([A-Z][A-Z0-9_]{2,})/g

/** What bundlers set on `import.meta.env` for every program: nobody sets them. */
const builtIn = /\bimport\.meta\.env\.(?:PROD|DEV|MODE|SSR|BASE_URL)$/

/** Environment variables, where the sentence, row or heading says that they are, or code reads them. */
export const environmentRule: Rule = (section) => {
  const claims: ClaimDraft[] = []
  const underHeading = section.place.some((heading) => context.test(heading))
  for (const block of section.blocks) {
    const isListed = underHeading && (block.passage.kind === 'list' || block.passage.kind === 'table')
    for (const sentence of block.sentences) {
      if (!isListed && !context.test(sentence.text)) continue
      for (const match of sentence.text.matchAll(variable)) {
        const name = match[1] ?? ''
        if (isListed && match.index > 24) continue
        if (!isListed && !sentence.text.includes(`\`${name}`) && !sentence.text.includes('_')) continue
        claims.push(make(name, sentence.text, { passage: block.passage, start: sentence.start, end: sentence.end }))
      }
    }
    if (block.code === null) continue
    for (const match of block.passage.text.matchAll(inCode)) {
      if (builtIn.test(match[0])) continue
      const line = lineAt(block.passage.text, match.index)
      claims.push(make(match[1] ?? '', block.passage.text.slice(line.start, line.end).trim(), { passage: block.passage, ...line }, 0.35))
    }
  }
  return claims
}

function make(name: string, text: string, span: Parameters<typeof makeClaim>[0]['spans'][number], salience = 0.6): ClaimDraft {
  return makeClaim({ type: 'environment-variable', subject: `\`${name}\``, text, value: name, salience, spans: [span] })
}

function lineAt(text: string, index: number): { readonly start: number; readonly end: number } {
  const from = text.lastIndexOf('\n', index) + 1
  const to = text.indexOf('\n', index)
  const line = text.slice(from, to < 0 ? text.length : to)
  const indent = line.length - line.trimStart().length
  return { start: from + indent, end: from + line.trimEnd().length }
}
