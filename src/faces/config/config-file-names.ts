/** The configuration files looked for in a folder; never read as documents. */
export const configFileNames = ['reverie.config.ts', 'reverie.config.json'] as const
