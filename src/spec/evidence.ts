/** What an artefact rests on, by role. See DESIGN: cited, watched, listed, read, recipe. */
export type EvidenceRole = 'cited' | 'watched' | 'listed' | 'read' | 'recipe'

export type ArtefactKind = 'claim' | 'distillate' | 'entry'

/**
 * State of an artefact. fresh: servable. suspect: one check before serving. stale: not served, kept for revival.
 * owed: to be made again by the next sleep. dormant: its support was deleted; invisible to all but revival.
 */
export type ArtefactState = 'fresh' | 'suspect' | 'stale' | 'owed' | 'dormant'
