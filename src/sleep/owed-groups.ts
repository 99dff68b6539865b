import type { DocumentSummary } from '../corpus/documents.ts'
import { foldersOf } from '../lineage/mark-lists.ts'
import { fileRecipe, recipeOwed } from './file-recipe.ts'
import type { SleepContext } from './sleep-context.ts'

/** Folders and topics whose distillates and lists are to be compared with what they are over. */
export interface OwedGroups {
  /** Folders, '' for everything, that a change reached or that have no distillate. */
  readonly folders: ReadonlySet<string>
  /** Folders with a distillate that hold no document any more. */
  readonly emptied: readonly string[]
  readonly topics: ReadonlySet<string>
}

/** Read from state alone: a change doubts what covers it, and the doubt ends when the group has been gone over. */
export async function owedGroups({ store, scope, skills }: SleepContext, documents: readonly DocumentSummary[]): Promise<OwedGroups> {
  const rows = await store.read
    .selectFrom('distillates')
    .select(['level', 'subject', 'state', 'recipe'])
    .where('scope', '=', scope)
    .where('level', '!=', 'file')
    .execute()
  const recipe = fileRecipe(skills)
  const isHeld = (row: { readonly state: string; readonly recipe: string }): boolean =>
    row.state === 'fresh' && !recipeOwed(row.recipe, recipe)
  const modules = new Map(rows.flatMap((row) => (row.level === 'module' ? [[row.subject, row] as const] : [])))
  const folders = new Set(documents.flatMap((document) => foldersOf(document.path)))
  return {
    folders: new Set(
      [...folders].filter((folder) => {
        const row = modules.get(folder)
        return row === undefined || !isHeld(row)
      }),
    ),
    emptied: [...modules.keys()].filter((folder) => !folders.has(folder)),
    topics: new Set(rows.flatMap((row) => (row.level === 'topic' && !isHeld(row) ? [row.subject] : []))),
  }
}
