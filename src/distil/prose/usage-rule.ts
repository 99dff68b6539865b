import type { ClaimDraft } from '../../spec/claim.ts'
import { firstCode } from './following-code.ts'
import { proseOf } from './outline.ts'
import { makeClaim, type Rule } from './rule.ts'

const importLine =
  /^[ \t]*(?:import\s[^'"]*?\bfrom\s+['"][^'"\n]+['"];?|import\s+['"][^'"\n]+['"];?|(?:const|let|var)\s+[^\n=]+=\s*(?:await )?(?:require|import)\([^)\n]+\);?|from\s+[\w.]+\s+import\s[^\n]+|use\s+[\w:]+(?:::\{[^}\n]*\})?;)/gm

/** How the thing a page is about is imported and used, from its "Import" and "Usage" sections. */
export const usageRule: Rule = (section, { names }) => {
  const heading = section.heading ?? ''
  if (section.place.length !== 1 || names.topic === '' || names.kind === 'common' || names.kind === 'none') return []
  const code = firstCode(section)
  if (code === null) return []
  const claims: ClaimDraft[] = []
  if (/^imports?$/i.test(heading)) {
    const spans = [...code.passage.text.matchAll(importLine)].map((match) => ({
      passage: code.passage,
      start: match.index,
      end: match.index + match[0].length,
    }))
    if (spans.length > 0)
      claims.push(
        makeClaim({
          type: 'instruction',
          subject: `import ${names.topic}`,
          text: spans.map((span) => code.passage.text.slice(span.start, span.end)).join(' '),
          salience: 0.75,
          spans,
        }),
      )
  }
  if (/^(?:basic )?usage$/i.test(heading)) {
    const first = proseOf(section)[0]
    // Only a line that stands right before the code introduces it.
    const [opening] = section.blocks
    const isBefore =
      first !== undefined &&
      opening?.passage.id === first.passage.id &&
      opening.sentences.length === 1 &&
      (opening.code ?? section.blocks[1]?.code ?? null) !== null
    claims.push(
      makeClaim({
        type: 'instruction',
        subject: `use ${names.topic}`,
        text: isBefore ? first.text : `Usage of ${names.topic}`,
        salience: 0.8,
        spans: isBefore ? [first, code] : [code],
      }),
    )
  }
  return claims
}
