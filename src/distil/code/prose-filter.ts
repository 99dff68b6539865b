import type { DocSentence } from './doc-sentences.ts'

/** A sentence a reader could learn from: words, not code switched off, a directive, a banner or a licence. */
export function isInformative(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /^["'`(]?[A-Za-z][a-z]*(?:['’/-][A-Za-z]+)*["'`)]*[.,;:!?]*$/.test(word))
  if (words.length < 3) return false
  if (
    /^(?:eslint|biome|ts-|@ts|prettier|istanbul|c8|v8|noqa|pylint|mypy|type:|go:|nolint|clippy|rustfmt|\+build|#region|#endregion|sourceMapping)/i.test(
      text,
    )
  )
    return false
  if (/copyright|SPDX|all rights reserved|licen[sc]ed? under/i.test(text)) return false
  return !looksLikeCode(text)
}

/** Whether the comment says more than the name it stands at. */
export function saysMoreThan(name: string, text: string): boolean {
  const known = new Set([
    ...splitName(name),
    'the',
    'a',
    'an',
    'of',
    'for',
    'to',
    'this',
    'that',
    'is',
    'are',
    'and',
    'or',
    'in',
    'on',
    'with',
    'by',
    'it',
    'type',
    'class',
    'function',
    'method',
    'object',
    'interface',
    'value',
    'given',
    'new',
    'get',
    'set',
    'gets',
    'sets',
    'return',
    'returns',
    'create',
    'creates',
  ])
  const fresh = (text.match(/[A-Za-z]{2,}/g) ?? [])
    .map((word) => word.toLowerCase())
    .filter((word) => !known.has(word) && !known.has(word.replace(/s$/, '')))
  return new Set(fresh).size >= 3
}

/** Whether a comment only points elsewhere or forbids, and so says nothing about what it stands at. */
export function isPointer(text: string): boolean {
  return (
    /^(?:See|Cf\.?|Same as|Like|Ditto|Re-?exports?|Do not|Don't|DO NOT|Internal|Helpers?\b|Implements? \S+\.?$|\{@inheritDoc|@see|inherit)/i.test(
      text,
    ) && text.length < 90
  )
}

/** Takes whole sentences from the start until `limit` characters; at least one. */
export function leadSentences(sentences: readonly DocSentence[], limit: number): readonly DocSentence[] {
  const taken: DocSentence[] = []
  let length = 0
  for (const sentence of sentences) {
    if (
      taken.length > 0 &&
      (length + sentence.text.length > limit || (/:$/.test(taken.at(-1)?.text ?? '') === false && /^[-*+•]\s/.test(sentence.text)))
    )
      break
    taken.push(sentence)
    length += sentence.text.length
  }
  return taken
}

/** A name's words: `parseAsync` and `parse_async` are `parse`, `async`. */
export function splitName(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

function looksLikeCode(text: string): boolean {
  if (
    /^(?:const|let|var|return|import|export|if\s*\(|for\s*\(|type|interface|function|class|def|func|fn|async|await|throw|case|else)\b.*[;{(=]/.test(
      text,
    )
  )
    return true
  if (
    /[;{]\s*$/.test(text) ||
    /^[}\])]/.test(text) ||
    /^[\w$.]+\([^)]*\)\s*[;,]?$/.test(text) ||
    /^[\w$.?]+\s*(?:=|:)\s*\S+[,;]?$/.test(text)
  )
    return true
  const marks = text.match(/[{}();=<>[\]|&]/g)?.length ?? 0
  return marks > text.length / 8
}
