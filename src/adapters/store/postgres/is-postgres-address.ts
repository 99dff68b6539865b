/** Whether what names a database is the address of a PostgreSQL one rather than a file. */
export function isPostgresAddress(database: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(database)
}
