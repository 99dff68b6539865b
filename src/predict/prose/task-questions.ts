import { askerContext, namingWords } from '../english/asker-context.ts'
import { withArticle } from '../english/noun-article.ts'
import { withContext } from '../english/with-context.ts'
import type { Wording, WordingContext } from './worded.ts'

/**
 * "How do I {task}{ with the thing the page is about}?" for instructions and commands whose subject is a task; "How does
 * {thing} work …?" for those whose subject says that a thing works.
 */
export const taskQuestions: Wording = (claim, context) => {
  const works = /^(.+) (works?)$/.exec(claim.subject)
  const task = works === null ? withArticle(tidyTask(claim.subject)) : claim.subject
  if (!/^\S+ /.test(task) || (works === null && !/^[a-z]+ /.test(task))) return []
  const naming = namingWords(task)
  const added = askerContext(task, context.place.slice(0, -1), context) ?? (naming >= 2 ? '' : null)
  if (
    added === null ||
    (namingWords(`${task}${added}`) < 2 && !saysTopic(task, context)) ||
    naming < 1 ||
    (naming === 1 && /^use /.test(task) && works === null && !/^use \p{Lu}/u.test(task))
  )
    return []
  if (works !== null)
    return [{ text: `How ${works[2] === 'works' ? 'does' : 'do'} ${works[1] ?? ''} work${added}?`, probability: claim.salience }]
  return [{ text: `How do I ${withContext(task, added)}?`, probability: claim.salience }]
}

function saysTopic(task: string, { names }: WordingContext): boolean {
  return [names.kind === 'name' ? names.topic : '', names.product ?? ''].some((name) => name !== '' && task.split(' ').includes(name))
}

function tidyTask(task: string): string {
  return task.replace(/\s+\([^()]*\)$/, '')
}
