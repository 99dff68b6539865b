import type { ClaimDraft } from '../../spec/claim.ts'
import { proseOf } from './outline.ts'
import { makeClaim, type Rule, type RuleContext } from './rule.ts'
import { isWellFormed, leansOnOthers } from './sentence-tests.ts'

const copula =
  /^((?:(?:The|A|An)\s+)?(?:`[^`]+`|[\p{L}\d][\p{L}\d'’.+#/-]*)(?:\s+(?:`[^`]+`|\([^)]{1,40}\)|of|for|and|the|in|[\p{L}\d][\p{L}\d'’.+#/-]*)){0,5}?),?\s+(is|are|was|were|refers to|means(?! that)|stands for)\s+(an?|the|one of|any|`|[\p{Ll}])(.*)$/u

/** Sentences that say what something is, with a subject that a reader would ask for by name. */
export const definitionRule: Rule = (section, context) => {
  const claims: ClaimDraft[] = []
  const sentences = proseOf(section)
  sentences.forEach((sentence, index) => {
    const found = definedTerm(sentence.text, context)
    if (found === null) return
    const isTitle = sameName(found.term, context)
    const early = section.index === 0 ? 0.15 : index === 0 ? 0.08 : 0
    claims.push(
      makeClaim({
        type: 'definition',
        subject: found.term,
        text: sentence.text,
        salience: isTitle ? 0.9 : 0.42 + early,
        spans: [sentence],
      }),
    )
  })
  return claims
}

function definedTerm(text: string, context: RuleContext): { readonly term: string } | null {
  if (text.length > 420 || /[:?]$/.test(text) || leansOnOthers(text) || !isWellFormed(text)) return null
  const match = copula.exec(text)
  if (match === null) return null
  const [, raw = '', verb = ''] = match
  const rest = text.slice(text.indexOf(verb, raw.length) + verb.length).trim()
  const isArticle =
    /^(?:an?|one of|any)\b/.test(rest) || (/^the\b/.test(rest) && !/^the (?:same|following|reason|case|only way|best|default)\b/.test(rest))
  if (!isArticle && !/^(?:refers to|means|stands for)$/.test(verb)) return null
  if (
    /^(?:the|an?) (?:most|only|first|last|leading|best|oldest|youngest|largest|biggest|smallest|fastest|major (?:concern|advocate|sponsor|part|factor|issue)|key|function of|standard method|characteristic|concern|issue|challenge|factor|question|matter|goal|priority|advantage|requirement|example|part|fact|few|lot|little|bit|good idea|must|common|problem|great|number of|variety|reason|result)\b/i.test(
      rest,
    ) ||
    /^one of the (?:most|best|first|last|main|many|few|\w+est)\b/i.test(rest) ||
    rest.split(' ').length < 3 ||
    /, and `/.test(rest)
  )
    return null
  const term = raw
    .replace(/^(?:The|A|An)\s+(?=\p{Ll}|`)/u, (article) => article.toLowerCase())
    .replace(/\s+\([^)]*\)$/, '')
    .replace(/^(?:the|an?) (?=`[^`]+`$)/, '')
    .trim()
  return isTerm(term, context) ? { term } : null
}

function isTerm(term: string, context: RuleContext): boolean {
  const bare = term.replace(/^(?:the|a|an)\s+/i, '')
  if (
    /\b(?:there|our|unless)\b/i.test(bare) ||
    /^(?:un(?:known|set|expected)|invalid|missing|wrong|empty)\b/i.test(bare) ||
    /^`[^`]*(?:\/|\.(?:[cm]?[jt]sx?|json|md|toml|ya?ml|sh|html|css|env|lock|txt|py|go|rs)`)/i.test(bare) ||
    /\s(?:A|An|The)\s/.test(term) ||
    /^(?:since|after|before|during|while|although|because|under|over|within|like|unlike|with|without|in|on|at|by|for|from|of|to|also|this|that|these|those|such|another|several|people|today|currently|perhaps|often|again|safety|additional|further|total|overall|similar|provided|included|attached|shown|given|based|known|called|named|used|made|found|set|seen|usually|what|which|who|there|how|when|where|why|if|all|each|every|some|any|no|most|many|few|if|as|only|one|two|both|you|we|i|he|she|they|it|my|your|our|here|not|reason|goal|purpose|idea|result|difference|problem|value|example|default|first|second|third|last|next|latter|former|aim|main|above|below|same|rest|key|following|other|others|another|method|function|feature|issue|question|answer|point|case|way|thing|type|name|page|section|guide|document|chapter|table|list|code|file|object|number|response|request|user)\b/i.test(
      bare,
    )
  )
    return false
  if (
    /\b(?:is|are|was|were|that|which|who|this|these|those|its|their|your|you|we|it|his|her|to|not|can|will|has|have|had|with|by|on|from|be|most|only)\b/i.test(
      bare,
    )
  )
    return false
  if (
    /^`[^`]+`(?: (?:function|method|object|class|middleware|option|hook|helper|property|type|command|module|package|interface|parameter|header|component))?$/i.test(
      bare,
    )
  )
    return !/[ {};=]/.test(bare.split('`')[1] ?? '')
  if (bare.includes('`')) return false
  if (sameName(term, context)) return true
  if (/^the\s/i.test(term) && !/^the\s+\p{Lu}/u.test(term)) return false
  return bare.split(' ').length <= 6
}

function sameName(term: string, { names }: RuleContext): boolean {
  const bare = term
    .replace(/^(?:the|a|an)\s+/i, '')
    .replace(/`/g, '')
    .toLowerCase()
  return (
    bare === (names.title ?? '').toLowerCase() ||
    bare === names.topic.replace(/^the /, '').toLowerCase() ||
    bare === (names.product ?? '').toLowerCase()
  )
}
