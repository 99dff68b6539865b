/** The file `reverie init` writes: every key, commented out, with its default. */
export const configTemplate = `// Configuration of Reverie for this folder. Every key is optional; what is commented out shows its default or an example.
// REVERIE_* variables win over this file, and flags over both. Keys of models belong in the environment, not here.
export default {
  // What to read, relative to this folder. Default: everything .gitignore and .reverieignore allow.
  // paths: ['README.md', 'docs', 'src'],

  // Patterns as in .gitignore, beyond those two files.
  // ignore: ['*.generated.ts'],

  // Files larger than this many bytes are skipped, and named in the receipt.
  // maxFileBytes: 2_097_152,

  // A model that distils, predicts, reads and verifies. Without one everything is quoted and nothing is sent anywhere.
  // model: 'ollama/qwen3:8b',

  // The model's server, where it is not the provider's own.
  // baseUrl: 'http://127.0.0.1:8080/v1',

  // Dollars per million tokens, where the model's price is not known.
  // price: { input: 0.25, output: 2 },

  // Hard caps of one sleep. Default with a priced model: { usd: 1 }.
  // budget: { tokens: 200_000, usd: 0.25 },

  // Hard caps of a day's asks together. Default with a priced model: { usd: 1 }.
  // askBudget: { usd: 0.5 },

  // Files no model may read; they are quoted all the same. Patterns as in .gitignore.
  // localOnly: ['docs/internal/**'],

  // At most this many new questions a sleep. Default: what the documents are worth.
  // maxQuestions: 500,

  // At most this share of the prepared answers served may be wrong for the question; an ask may only tighten it.
  // maxWrongHits: 0.01,

  // 'strict' serves no prepared answer whose surroundings changed; 'bounded' serves it, marked, for a while.
  // freshness: 'bounded',
  // softStaleMs: 86_400_000,
  // cutoff: { off: ['claims-supported'] },

  // What an answer must obey.
  // policy: { instructions: '', format: 'text', language: 'en', tools: [] },

  // Further hard caps: of one sleep or ask (run), a day, a month, a purpose of calls; and over all scopes.
  // caps: { sleep: { month: '$20' }, ask: { month: '$10' }, everywhere: { day: '$5' } },

  // At the ask cap: answer by quoting, marked, or fail. Prepared answers are served either way.
  // onCap: 'quote',

  // When calls cost less, as the provider has it, and by which way they are sent asleep.
  // priceWindows: [{ cron: '30 16 * * *', hours: 8, factor: 0.5 }],
  // channel: 'direct',

  // What a second of waiting is worth in dollars, and what a dollar spent asleep must have saved.
  // valueOfSecond: 0.001,
  // returnFloor: 1,

  // 'demand' lets a model distil what people ask about; 'all' everything.
  // distil: 'demand',

  // When 'reverie up' sleeps.
  // idle: { afterSeconds: 60, windows: ['0 22 * * *'], maxLoad: 0.7, onBattery: false },

  // Whether questions about recent changes are answered from the repository's commits.
  // commits: true,

  // What is kept at most, and what of the words people asked: 'kept', 'hashed' or 'off'.
  // retention: { answers: { count: 20_000 }, records: { days: 90, megabytes: 200 } },
  // askedText: 'kept',

  // 'approvedOnly' serves nothing that no person approved.
  // serve: 'all',

  // The scope written and asked: what is in one scope is invisible in another.
  // scope: 'default',

  // Where state lives: a file relative to this folder, or a postgres:// address, which belongs in REVERIE_DATABASE where
  // it holds a password.
  // database: '.reverie/reverie.db',
}
`
