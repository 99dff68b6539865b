import { describe, expect, it } from 'vitest'
import { distilCode } from '../../distil/code/distil-code.ts'
import type { Claim } from '../../spec/claim.ts'
import type { SkillDocument } from '../../spec/skills.ts'
import { claimsOf } from '../../testing/claims-of.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { callerQuestions } from './caller-questions.ts'
import { disambiguate } from './disambiguate.ts'
import { generateCodeQuestions } from './generate-code-questions.ts'

async function scope(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly documents: readonly SkillDocument[]; readonly claims: readonly Claim[] }> {
  const documents: SkillDocument[] = []
  for (const [path, text] of Object.entries(files)) documents.push(await codeDocument(path, text))
  return { documents, claims: documents.flatMap((document) => claimsOf(document, distilCode(document).claims)) }
}

async function asked(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { documents, claims } = await scope(files)
  const drafts = documents.flatMap((document) =>
    generateCodeQuestions({ document, claims: claims.filter((claim) => claim.document === document.id) }),
  )
  return disambiguate(drafts, documents)
    .map((draft) => draft.text)
    .toSorted()
}

describe('disambiguate', () => {
  it('names the folder that tells two symbols of one name apart', async () => {
    expect(
      await asked({
        'src/v3/parse.ts': '/** Parses with the rules of the third version. */\nexport function parseAll() {}',
        'src/v4/core/parse.ts': '/** Parses with the rules of the fourth version. */\nexport function parseAll() {}',
      }),
    ).toEqual(['What does `parseAll()` in v3 do?', 'What does `parseAll()` in v4/core do?'])
  })

  it('names the file where the folder is one', async () => {
    expect(
      await asked({
        'src/read.ts': '/** Opens a file for reading only, never for more. */\nexport function openFile() {}',
        'src/write.ts': '/** Opens a file for writing at its end. */\nexport function openFile() {}',
      }),
    ).toEqual(['What does `openFile()` in read do?', 'What does `openFile()` in write do?'])
  })

  it('gives a vague name its file and leaves a telling one alone', async () => {
    expect(
      await asked({
        'src/a.ts': '/** Starts the whole machine and waits for it. */\nexport function run() {}',
        'src/b.ts': '/** Starts the whole machine and waits for it again. */\nexport function runMachine() {}',
      }),
    ).toEqual(['What does `run()` in a.ts do?', 'What does `runMachine()` do?'])
  })

  it('asks once about a declaration and its script, and about copied text', async () => {
    const text = '/** Joins all the parts with a slash between them. */\nexport function joinParts(): void'
    expect(await asked({ 'dist/join.d.ts': text, 'dist/join.js': text.replace(': void', ' {}') })).toEqual(['What does `joinParts()` do?'])
    expect(await asked({ 'a/join.ts': `${text} {}`, 'b/join.ts': `${text} {}` })).toHaveLength(1)
  })
})

describe('callerQuestions', () => {
  const home = '/** Folds white space and lower-cases the rest. */\nexport function foldText(text: string): string {\n  return text\n}\n'

  it('asks who calls a function, aimed at every call in every file', async () => {
    const { documents, claims } = await scope({
      'src/fold.ts': home,
      'src/a.ts': "import { foldText } from './fold.ts'\nexport function first(x: string): string {\n  return foldText(x)\n}\n",
      'src/b.ts': "import * as fold from './fold.ts'\nexport function second(x: string): string {\n  return '!' + fold.foldText(x)\n}\n",
    })
    const drafts = callerQuestions(documents, claims)
    expect(drafts.map((draft) => draft.text)).toEqual(['Which functions call `foldText()`?'])
    const about = drafts[0]?.about
    const ids = about?.kind === 'claim' ? about.claims : []
    const quoted = claims.filter((claim) => ids.includes(claim.id)).flatMap((claim) => claim.quotes.map((quote) => quote.text))
    expect(quoted).toEqual(
      expect.arrayContaining([expect.stringContaining('first(x'), 'return foldText(x)', expect.stringContaining('second(x')]),
    )
  })

  it('asks nothing where two files define the name, or one function calls it', async () => {
    const call = "import { foldText } from './fold.ts'\nexport function first(x: string): string {\n  return foldText(x)\n}\n"
    const one = await scope({ 'src/fold.ts': home, 'src/a.ts': call })
    expect(callerQuestions(one.documents, one.claims)).toEqual([])
    const two = await scope({ 'src/fold.ts': home, 'src/old/fold.ts': home, 'src/a.ts': call, 'src/b.ts': call.replace('first', 'second') })
    expect(callerQuestions(two.documents, two.claims)).toEqual([])
  })
})
