import type { ClaimDraft } from '../../spec/claim.ts'
import { firstCode, followingCode } from './following-code.ts'
import { codeHeading, isGenericHeading } from './heading.ts'
import { proseOf, type Section, type Sentence } from './outline.ts'
import { makeClaim, type Rule, type RuleContext, type Span } from './rule.ts'
import { isInformative, isInstructive, isWellFormed, leansOnOthers, startsWithAction } from './sentence-tests.ts'
import { taskOf, taskOfHeading } from './task.ts'

/**
 * How to do things. The subject of an instruction is the task as a verb phrase ("deploy my app"). Sentences that name a
 * task must say how, or lead to code that does; headings that name one answer with their first instruction and code.
 */
export const instructionRule: Rule = (section, context) => [...fromSentences(section), ...fromHeading(section, context)]

function fromSentences(section: Section): readonly ClaimDraft[] {
  const claims: ClaimDraft[] = []
  for (const sentence of proseOf(section)) {
    const task = taskOf(sentence.text)
    if (task === null || sentence.text.length > 420) continue
    const code = followingCode(section, sentence)
    if (!task.isComplete && code === null) continue
    const needsCode = !task.isComplete || /:$|\b(?:below|following|as follows|like this|example)\b/i.test(sentence.text)
    if (needsCode && code === null) continue
    if (!task.isComplete && code !== null && isSetting(code.passage.language, sentence.text)) continue
    const spans: Span[] = code === null ? [sentence] : [sentence, code]
    claims.push(
      makeClaim({
        type: 'instruction',
        subject: task.task,
        text: sentence.text,
        salience: 0.35 + 0.25 * task.weight + (code === null ? 0 : 0.1),
        spans,
      }),
    )
  }
  return claims
}

function fromHeading(section: Section, context: RuleContext): readonly ClaimDraft[] {
  const { heading } = section
  if (heading === null || isGenericHeading(heading) || codeHeading(heading) !== null) return []
  const task = taskOfHeading(heading)
  if (task === null) return []
  const answer = answerOf(section)
  if (answer === null) return []
  const nested = context.sections.some((other) => other.index === section.index + 1 && other.place.length > section.place.length)
  return [makeClaim({ type: 'instruction', subject: task, text: answer.text, salience: nested ? 0.6 : 0.7, spans: answer.spans })]
}

function answerOf(section: Section): { readonly text: string; readonly spans: readonly Span[] } | null {
  const sentences = proseOf(section).filter((sentence) => sentence.box === null)
  const code = firstCode(section)
  const steps = sentences.filter(
    (sentence) =>
      (isInstructive(sentence.text) || startsWithAction(sentence.text)) &&
      !/\?$/.test(sentence.text) &&
      !/^(?:see|refer|learn|read|for (?:more|further|details|additional))\b/i.test(sentence.text),
  )
  const chosen =
    steps[0] ?? (code === null ? undefined : sentences.find((sentence) => isInformative(sentence.text) || /:$/.test(sentence.text)))
  if (chosen === undefined)
    return code === null || sentences.length > 0 ? null : { text: `Code for ${section.heading ?? ''}`, spans: [code] }
  const lead = leadOf(sentences, chosen)
  const spans: Span[] = [...lead, ...stepsOf(chosen)]
  const second = steps[1]
  if (second !== undefined && code === null && second.passage.id === chosen.passage.id && chosen.text.length < 160) spans.push(second)
  if (code === null && ((leansOnOthers(chosen.text) && lead.length === 0) || /:$/.test(chosen.text) || !isWellFormed(chosen.text)))
    return null
  if (code !== null) spans.push(code)
  return { text: chosen.text, spans }
}

/** A step of a numbered list answers with all its steps. */
function stepsOf(chosen: Sentence): readonly Span[] {
  const { passage } = chosen
  const isNumbered = passage.kind === 'list' && /(?:^|\n)\s*1[.)] /.test(passage.text) && /(?:^|\n)\s*2[.)] /.test(passage.text)
  return isNumbered && passage.text.length <= 1500 ? [{ passage, start: 0, end: passage.text.length }] : [chosen]
}

function leadOf(sentences: readonly Sentence[], chosen: Sentence): readonly Sentence[] {
  if (!leansOnOthers(chosen.text)) return []
  const before = sentences[sentences.indexOf(chosen) - 1]
  return before !== undefined && before.passage.id === chosen.passage.id ? [before] : []
}

// "You can set the fetch method." above a configuration file: the file comes first, the code that does it later.
function isSetting(language: string | null, text: string): boolean {
  return (
    /^(?:toml|jsonc?|json5|ya?ml|ini|env|dotenv|diff|text|txt|xml|sh|bash|shell)\b/i.test(language ?? '') &&
    !/\b(?:config|configuration|file|json|toml|yaml|command|environment|schema|package|run|install)\b|`[^`]*\.\w+`/i.test(text)
  )
}
