import type { SkillCall } from '../spec/skills.ts'

/** Whether a skill's caller says that its model is not to be called. */
export async function isSpared({ isWorth }: SkillCall): Promise<boolean> {
  return isWorth !== undefined && !(await isWorth())
}

const said = ' was not worth its cost'

/** Why a model was not called, in words: "an edit was not worth its cost". */
export function notWorth(what: string): string {
  return `${what}${said}`
}

/** The part of a reason that says so, or null. */
export function notWorthIn(reason: string): string | null {
  return reason.includes(said) ? (/(?:an?|the) [a-z]+ was not worth its cost/.exec(reason)?.[0] ?? null) : null
}
