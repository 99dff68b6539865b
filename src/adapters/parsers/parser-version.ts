/** Name and version of everything that decides passages; a change queues what was made from the old ones. */
export const parserVersion = 'reverie-parsers-1'
