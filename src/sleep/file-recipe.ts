import { digest } from '../spec/digest.ts'
import type { SleepSkills } from './sleep-context.ts'

const withoutModel = 'extractive:'

/** What made a distillate, so that another model or implementation version is seen; opens with the model's name. */
export function fileRecipe({ distiller, generator }: SleepSkills): string {
  return `${distiller.model === null ? withoutModel : `${distiller.model}:`}${digest('file', distiller.recipe, generator.recipe)}`
}

/** Another recipe is owed, except that a sleep without a model keeps what a model made. */
export function recipeOwed(made: string, recipe: string): boolean {
  return made !== recipe && !(recipe.startsWith(withoutModel) && !made.startsWith(withoutModel))
}
