import { askerContext, namingWords } from '../english/asker-context.ts'
import { withArticle } from '../english/noun-article.ts'
import type { Wording } from './worded.ts'

/**
 * "How do I {task}{ with the thing the page is about}?" for instructions and commands whose subject is a task; "How does
 * {thing} work …?" for those whose subject says that a thing works.
 */
export const taskQuestions: Wording = (claim, { names, place }) => {
  const works = /^(.+) (works?)$/.exec(claim.subject)
  const task = works === null ? withArticle(tidyTask(claim.subject)) : claim.subject
  if (!/^\S+ /.test(task) || (works === null && !/^[a-z]+ /.test(task))) return []
  const context = askerContext(task, place.slice(0, -1), names)
  if (context === null || namingWords(`${task}${context}`) < 2) return []
  if (works !== null) return [{ text: `How ${works[2] === 'works' ? 'does' : 'do'} ${works[1] ?? ''} work${context}?`, probability: claim.salience }]
  const suffix = context !== '' && / with /.test(task) ? context.replace(/^ with /, ' when using ') : context
  return [{ text: `How do I ${task}${suffix}?`, probability: claim.salience }]
}

function tidyTask(task: string): string {
  return task.replace(/\s+\([^()]*\)$/, '')
}
