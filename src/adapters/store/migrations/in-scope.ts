import type { Reference } from './table-maker.ts'

/** Nothing outlives its scope: forgetting the scope's row takes everything that was built in it. */
export const inScope: Reference = { columns: ['scope'], table: 'scopes', to: ['scope'], onDelete: 'cascade' }
