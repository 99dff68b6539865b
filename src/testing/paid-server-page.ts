/** A page whose facts are asked for the one way and the other: who pays whom, which port, how many jobs. */
export const paidServerPage = `# The server

The server listens on port 3000 by default.

## Paying

The server is paid by Marrowbone within 30 days.

- \`maxJobs\`: How many jobs the server runs. Defaults to \`4\`.
`
