/** The default a sentence states, with its value, or null ("The default is `*`.", "Default: 3000", "defaults to `false`"). */
export function statedDefault(text: string): string | null {
  const patterns = [
    /\bdefault(?: value)?(?: is|:| =| will be| of)\s+(?:set to\s+)?(.+)$/i,
    /\bdefaults? to (?:be )?(.+)$/i,
    /\bdefaulting to (.+)$/i,
    /\((?:the )?default(?:s to|s|:| is|=)?:?\s+([^)]+)\)/i,
    /\bby default,? (?:it |this |the value |the option |this option )?(?:is|will be|uses?|has|are)(?: set to)?\s+(.+)$/i,
  ]
  for (const pattern of patterns) {
    const value = pattern.exec(text)?.[1]
    if (value !== undefined) return defaultValue(value)
  }
  return null
}

function defaultValue(rest: string): string | null {
  const code = /^(?:the )?(`[^`]+`)/.exec(rest)?.[1]
  if (code !== undefined) return code
  const plain = rest
    .replace(/(?:\.\s|\.$|;|, (?:which|so|but|and|if|unless|when)\b| (?:if|when|unless|which|and|but)\b).*$/, '')
    .replace(/[).]+$/, '')
    .trim()
  if (plain === '' || plain.split(' ').length > 8) return null
  return /^["'[{\d\w-]/.test(plain) && !/^(?:behavior|behaviour|handler|value|it|this|that|used|not)\b/i.test(plain) ? plain : null
}
