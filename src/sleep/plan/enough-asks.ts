/** Fewer asks than this tell nothing of what is asked. */
export const enoughAsks = 20
