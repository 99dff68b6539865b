/** Subjects whose documents each hold one number that is edited all the while. */
export const counterSubjects = ['lantern', 'badger', 'harbour', 'willow', 'copper', 'meadow', 'thistle', 'quarry'] as const

/** The document of a subject: the number, and around it what may change without touching it. */
export function counterPage(subject: string, value: string, around: string): string {
  return `# The ${subject} worker\n\n${around} The ${subject} queue holds ${value} jobs. It is emptied at night.\n\n## Restarting the ${subject} worker\n\nStop the ${subject} worker with \`stop-${subject}\`.\n`
}

/** What is asked of a subject: the words it is prepared for, and others. */
export function counterQuestions(subject: string): readonly string[] {
  return [
    `How many jobs does the ${subject} queue hold?`,
    `How many jobs can the ${subject} queue hold?`,
    `What number of jobs does the ${subject} queue hold?`,
  ]
}

/** The numbers a text states, by subject. */
export function statedCounters(text: string): readonly { readonly subject: string; readonly value: string }[] {
  return [...text.matchAll(/The (\w+) queue holds (\d+) jobs/g)].map(([, subject = '', value = '']) => ({ subject, value }))
}
