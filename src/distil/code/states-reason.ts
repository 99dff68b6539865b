const reason =
  /\b(?:because|otherwise|so that|so (?:it|the|they|we|a|an|this|that|its|every|each|no|any|there|only|both|callers?|users?)\b|since|cannot|can't|can not|must|never|avoid|avoids|prevent|prevents|rather than|instead of|would|wouldn't|need(?:s|ed)? to|necessary|required|ensures?|in case|workaround|work around|due to|in order to|to keep|to allow|to make sure|lest|unless|even (?:if|though|when)|does not|doesn't|do not|don't|isn't|is not|aren't|might|already|no longer|not safe|too (?:large|small|long|slow|expensive|late|early))\b|;|[a-z] — [a-z]|,\s+(?:so|which)\b|\w: (?:it|the|a|an|this|that)\b/i

/** Whether a remark says why, as opposed to naming what follows. */
export function statesReason(text: string): boolean {
  return reason.test(text)
}
