/**
 * Cosine of two questions from which what is prepared for one is likely served for the other: as near as the match decision
 * serves most rephrasings from. A likeness, no proof.
 */
export const servedFrom = 0.85
