const opener =
  /^(and|but|so|or|then|also|no|nope|yes|yeah|yep|ok|okay|alright|right|sure|well|hm+|mm+|oh|ah|wow|great|nice|cool|good|interesting|thanks|thank you|never ?mind|not quite|not really|really|what about|how about|why not|why\?|what if|what else|who else|anything|anyone|anybody|something|is that|are those|was that|does that|tell me more|more about|which one|which ones|go on|explain|elaborate|what\?|in what|as if|both|neither|none|for what|with whom|any)\b/i
const continued =
  /\b(else|another|others?|anything (more|other)|any more|some more|more (about|details|examples|information|of)|next|afterwards?|afterward|beforehand|earlier|previously|meanwhile|instead|otherwise|besides|additionally|likewise|as well|too|besides that|i (mean|meant|said|asked)|do you mean|did you mean|you (just )?(said|mentioned|suggested|recommended|told|listed|described|wrote|answered|gave)|as (a result|you)|mentioned|(are|were) we talking)\b/i
const ordinal =
  /\b(the|this|that) (very )?(first|second|third|fourth|fifth|sixth|last|latter|former|next|previous|following|other|rest|two|three|four|both|same|remaining|opposite)\b(?= ?(one|ones|two|three|option|options|item|items|point|step|choice|thing|type|types|approach|method|part)?\b\W*(\?|,|\.|!|;|$|and\b|or\b|is\b|are\b|was\b|were\b|do\b|does\b|did\b|called\b|invented\b|different\b|in\b|for\b|you\b|to\b))/i
const superlativeAlone =
  /\bthe (?:most|least|very)? ?(?:\w+est|best|worst|most \w+|least \w+)\b(?=\W*(\?|,|\.|!|$)|\s+(ever|in the world|and why|for|today|now|so far|in general)\b)/i
const comparativeAlone =
  /(?<!\bthe )\b(younger|older|cheaper|better|worse|faster|slower|bigger|larger|smaller|higher|lower|longer|shorter|easier|harder|safer|stronger|weaker|newer|simpler|closer|further|healthier|(more|less) (?!than)\w+)\b/
const trailing = /\b(after|before|then|there|too|first|last|so|why|how|later|again|next|since|now|together|instead|with|at|about|like)\W*$/i

/**
 * Whether a question is shaped like a reply to what came before: it opens like one, goes on ("what else", "another"),
 * counts what was listed ("the second one"), compares with nothing ("is it cheaper"), or breaks off where the earlier turn
 * would complete it ("did he work after?").
 */
export function hasFollowUpForm(question: string): boolean {
  const text = question.trim()
  if (opener.test(text) || continued.test(text) || ordinal.test(text) || superlativeAlone.test(text)) return true
  if (comparativeAlone.test(text) && !/\b(than|or|between|versus|vs)\b/i.test(text)) return true
  return trailing.test(text) && !/\b(work|like|look like|behave|start with|(is|are|was|were|exist) there)\W*$/i.test(text)
}
