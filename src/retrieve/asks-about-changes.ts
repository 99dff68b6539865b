const altered = '(?:changed|modified|updated|edited)'
const been = "(?:(?:['’]s| has| have| had| was| were| got| all| else| recently| just| been| lately| newly)*)"
const tests = '(?:unit |integration |regression )?tests?(?: files?| cases?)?'
const alteredOnce =
  '(?:chang(?:e|ed)|modif(?:y|ied)|updated?|edit(?:ed)?|renamed?|removed?|deleted?|replaced?|reverted?|rewritten|touched|moved|added)'

/** What tests cover something. */
const aboutTests = [
  String.raw`\b(?:which|what) ${tests} (?:covers?|exercises?|checks?|verif(?:y|ies)|are there for|exists? for|goe?s? with)\b`,
  String.raw`\b(?:covered|tested|exercised) by (?:(?:which|what|any|the|a|unit) )*tests?\b`,
].map(pattern)

/** What was done to the files lately, and why. */
const aboutChanges = [
  String.raw`\bwhat${been} ${altered}\b`,
  String.raw`\bwhat did (?:we|they|you|anyone|anybody|somebody|people|the team) (?:change|modify|update|edit)\b`,
  String.raw`\b(?:which|what) (?!if\b)(?:[\w./-]+ ){1,3}(?:(?:has|have|had|was|were|got|recently|just|been|lately) )*${altered}\b`,
  String.raw`\bwhy (?:was|were|has|have|had|did) .+?\b${alteredOnce}\b`,
  String.raw`\bwhen (?:was|were|did|has|have) .+?\b(?:change|update|${altered})\b`,
  String.raw`\b(?:recent|latest|newest) (?:code |source )?changes\b`,
  String.raw`\bchang(?:ed|es)\b.*\b(?:(?:last|past|this) (?:week|7 days|seven days)|recently|lately)\b`,
  String.raw`\b(?:last|past|this) week(?:['’]?s)? (?:\w+ )?(?:changes|commits|edits)\b`,
  String.raw`\b(?:recent|latest|last|newest|which|what|git|how many) (?:[\w-]+ )?commits?\b(?! (?:messages?|formats?|hooks?|styles?|conventions?|types?|ids?|hash|access|rights|logs? position))`,
  String.raw`\bgit (?:log|history)\b`,
  String.raw`\b(?:commit|change|revision|edit) history\b`,
  String.raw`\bhistory of (?:the )?(?:changes|commits|edits)\b`,
].map(pattern)

/** What may be done, or is done each time, not what was done. */
const notDone = [
  String.raw`\b(?:can|could|may|might|must|should|shall|will|would|to|cannot|can't|won't)(?: \w+)? (?:be|been|get|have been)(?: \w+)? (?:${altered}|committed)\b`,
  String.raw`\b(?:is|are|am|gets?|being) (?!recently|lately)(?:not |\w+ly )?${altered}\b`,
].map(pattern)

/** A time other than the last week: the documents that tell of commits tell of no other. */
const otherTime = pattern(
  [
    String.raw`\b(?:yesterday|today|tonight|since|between|before|after|until|ever|versions?|releases?)\b`,
    String.raw`\b(?:last|past|this|previous|next|each|every) (?:\w+ )?(?:months?|years?|quarters?|sprints?|night|decades?|centur\w+|summer|winter|spring|autumn)\b`,
    String.raw`\b(?:a|an|one|two|three|four|five|six|\d+) (?:hours?|days?|weeks?|months?|years?) ago\b`,
    String.raw`\b(?:last|past) (?!7\b|seven\b)(?:\d+|two|three|four|five|six|eight|nine|ten|few) (?:hours|days|weeks)\b`,
    String.raw`\b(?:in|of|during) (?:(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october|november|december)\b`,
    String.raw`\bv?\d+\.\d+`,
  ].join('|'),
)

/**
 * Whether a question asks what was changed lately, why something was changed, about commits, or which tests cover something:
 * only then documents made of commits are searched, whose subjects are near in words to questions about anything else. Names
 * in code or quotation marks tell nothing. Pure; English.
 */
export function asksAboutChanges(question: string): boolean {
  const asked = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/`[^`]*`|"[^"]*"|“[^”]*”/g, 'x')
    .replace(/\s+/g, ' ')
  if (aboutTests.some((one) => one.test(asked))) return true
  if (!aboutChanges.some((one) => one.test(asked))) return false
  return !otherTime.test(asked) && !notDone.some((one) => one.test(asked))
}

function pattern(source: string): RegExp {
  return new RegExp(source)
}
