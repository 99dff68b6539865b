import { questionTerms } from './question-terms.ts'
import { tokenise } from './tokenise.ts'

/** Words that ask about changes and name nothing that changed. */
const askingWords: ReadonlySet<string> = new Set(
  tokenise(
    `changed change changes modified modify updated update edited edit renamed removed replaced reverted rewritten touched moved added
    commit commits git history last past this week seven days recent recently latest lately newest test tests cover covers covered exercise
    check verify unit file files function functions folder directory document code show whats been happen happened`,
  ),
)

/**
 * Whether a section of a document made of commits, named by its heading, tells of what a question about changes asks for: a
 * path or a name in code must be the heading's own, every other word that names something must stand in it. A question that
 * names nothing is told by none of them.
 */
export function tellsOfChange(question: string, heading: string): boolean {
  const own = ` ${heading.replace(/[`?]/g, '')} `
  const names = [...question.matchAll(/`([^`]+)`|(?<!\S)([\w@.-]+(?:\/[\w@.-]+)+)/g)].map(([, code, path]) =>
    (code ?? path ?? '').replace(/^\.\//, '').replace(/[/.]+$/, ''),
  )
  if (names.some((name) => !own.includes(` ${name} `) && !own.includes(`/${name} `))) return false
  const terms = questionTerms(question).filter((term) => !askingWords.has(term))
  const known = new Set(tokenise(heading))
  return terms.length > 0 && terms.every((term) => known.has(term))
}
