/** What an artefact rests on, by role. See DESIGN: cited, watched, listed, read, recipe. */
export type EvidenceRole = 'cited' | 'watched' | 'listed' | 'read' | 'recipe'

/** `edition` is a former or imported body of an entry. */
export type ArtefactKind = 'claim' | 'distillate' | 'entry' | 'edition'

/**
 * State of a stored artefact. fresh: servable. suspect: one check before serving. stale: not served, kept for revival.
 * dormant: its support was deleted; invisible to all but revival. What is owed has no row, what is being worked on none
 * but its lease: see the reducer in `lineage/artefact-state.ts`.
 */
export type ArtefactState = 'fresh' | 'suspect' | 'stale' | 'dormant'

/**
 * Where a change that reached an artefact stopped, cheapest first; then what else can have happened to it.
 *
 * - same-normal: only white space of prose changed.
 * - same-projection: only layout changed: the order of imports, the numbering of headings, the formatting of code.
 * - same-prompt: what a skill was shown is what it was.
 * - quotes-unmoved: every sentence quoted is still there, whole and once.
 * - claims-supported: the changed passage still states the same, in other words.
 * - no-operation: made again, nothing was to be done.
 * - same-output: made again, it came out the same.
 * - same-claims: made again in other words, with the same facts; the old text stays with new support.
 * - redone: none held, it was made anew.
 * - withdrawn: none held yet; it waits for a sleep.
 * - watch-fired, watch-held: a passage that would have mattered appeared; the check found that it does not.
 * - place-changed: the same text stands under another heading.
 * - list-held: the members are what they were.
 * - revived: the digests it rests on are back.
 * - read-changed: something it was shown without citing has changed.
 */
export const rungs = [
  'same-normal',
  'same-projection',
  'same-prompt',
  'quotes-unmoved',
  'claims-supported',
  'no-operation',
  'same-output',
  'same-claims',
  'redone',
  'withdrawn',
  'watch-fired',
  'watch-held',
  'place-changed',
  'list-held',
  'revived',
  'read-changed',
] as const
export type Rung = (typeof rungs)[number]

/** Rungs that judge instead of comparing digests: each can be switched off, and its error is measured. */
export const heuristicRungs = ['same-projection', 'claims-supported', 'same-claims'] as const
export type HeuristicRung = (typeof heuristicRungs)[number]
