import { describe, expect, it } from 'vitest'
import type { ClaimDraft, ClaimType } from '../../spec/claim.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { distilProse } from './distil-prose.ts'

async function claims(markdown: string): Promise<readonly ClaimDraft[]> {
  const document = await codeDocument('docs/page.md', markdown)
  return (await distilProse(document)).claims
}

async function ofType(type: ClaimType, markdown: string): Promise<readonly ClaimDraft[]> {
  return (await claims(markdown)).filter((claim) => claim.type === type)
}

const gate = `# Gate Middleware

The Gate Middleware keeps unknown callers out.

## Import

\`\`\`ts
import { App } from 'lattice'
import { gate } from 'lattice/gate'
\`\`\`

## Options

### <Badge type="danger" text="required" /> secret: \`string\`

The word that callers have to know.

### <Badge type="info" text="optional" /> retries: \`number\`

How often a caller may try. The default is \`3\`.
`

describe('options', () => {
  it('takes the name from a heading, drops badges, and names the owner', async () => {
    const options = await ofType('option', gate)
    expect(options.map((claim) => claim.subject)).toEqual([
      '`secret` option of the Gate middleware',
      '`retries` option of the Gate middleware',
    ])
    expect(options[0]?.text).toBe('The word that callers have to know.')
  })

  it('states the default with the sentence before it, which says of what', async () => {
    const [stated] = await ofType('default', gate)
    expect(stated).toMatchObject({ subject: '`retries` option of the Gate middleware', value: '`3`' })
    expect(stated?.quotes[0]?.text).toBe('How often a caller may try. The default is `3`.')
  })

  it('reads option lists, and keeps the values of one option out of them', async () => {
    const options = await ofType(
      'option',
      '# Mailer Plugin\n\n## Options\n\n- `host`: the name of the server to send through\n- `--port` - the port that it listens on\n\n### mode: `string`\n\nHow to send.\n\n- `fast`: all messages at once\n',
    )
    expect(options.map((claim) => claim.subject)).toEqual([
      '`host` option of the Mailer plugin',
      '`--port` option of the Mailer plugin',
      '`mode` option of the Mailer plugin',
    ])
  })

  it('reads tables, later parts of a long one included', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, index) => `| \`field${index}\` | what field number ${index} decides about | \`${index}\` |`,
    ).join('\n')
    const options = await ofType('option', `# Form Helper\n\n## Options\n\n| Option | Description | Default |\n|---|---|---|\n${rows}\n`)
    expect(options).toHaveLength(60)
    expect(options.at(-1)).toMatchObject({ subject: '`field59` option of the Form helper', value: '`59`' })
  })

  it('counts a heading without a default among siblings that have one', async () => {
    const options = await ofType(
      'option',
      '# Server\n\n## Settings of it\n\n### `depth`\n\n- Default: `1`\n\nHow deep to look.\n\n### `width`\n\n- Default: `2`\n\nHow wide to look.\n\n### `height`\n\n- Default: `3`\n\nHow high to look.\n\n### `colour`\n\nWhich colour to paint with in `lattice`.\n\n```js\nimport { App } from "lattice"\nconst Lattice = new App()\n```\n',
    )
    expect(options.map((claim) => claim.subject.split(' ')[0])).toContain('`colour`')
  })
})

describe('instructions and commands', () => {
  it('imports and uses what the page is about', async () => {
    const [first] = await ofType('instruction', gate)
    expect(first).toMatchObject({ subject: 'import the Gate middleware' })
    expect(first?.quotes[0]?.text).toBe("import { App } from 'lattice'\nimport { gate } from 'lattice/gate'")
  })

  it('quotes the sentence and the code that it leads to', async () => {
    const [task] = await ofType('instruction', '# Queue\n\nTo drain a queue, call `drain()`:\n\n```js\nqueue.drain()\n```\n')
    expect(task?.subject).toBe('drain a queue')
    expect(task?.quotes.map((quote) => quote.text)).toEqual(['To drain a queue, call `drain()`:\n\n```js\nqueue.drain()\n```'])
  })

  it('makes no task of a sentence that does not say how, of a purpose without an order, or of one that leans on others', async () => {
    const found = await ofType(
      'instruction',
      '# Queue\n\nYou can pause a queue. To improve speed, route lookup is now cached. You can restart it by calling `restart()`.\n',
    )
    expect(found).toEqual([])
  })

  it('takes the purpose of a command from the order before it', async () => {
    const commands = await ofType('command', '# Ferry\n\nInstall the dependencies:\n\n```sh\nnpm i\n```\n\n```sh\nyarn\n```\n')
    expect(commands.map((claim) => [claim.subject, claim.value])).toEqual([
      ['install the dependencies', 'npm i'],
      ['`yarn`', 'yarn'],
    ])
  })

  it('joins a command over several lines', async () => {
    const [command] = await ofType('command', '# Ferry\n\nDeploy the service:\n\n```sh\nkubectl apply \\\n  --file ferry.yaml\n```\n')
    expect(command?.value).toBe('kubectl apply --file ferry.yaml')
    expect(command?.quotes[0]?.text).toBe('kubectl apply \\\n  --file ferry.yaml')
  })
})

describe('other types', () => {
  it('defines terms by name and leaves pronouns and mere roles alone', async () => {
    const found = await ofType(
      'definition',
      '# Tides\n\nA tide is the rise and fall of the sea. It is a slow movement. The reason is the moon. The Moon is the largest cause of them.\n',
    )
    expect(found.map((claim) => claim.subject)).toEqual(['a tide'])
  })

  it('says what a function is where its heading names it', async () => {
    const [member] = await ofType('definition', '# Ledger Helper\n\n## `settle()`\n\nBooks the actual amount and frees the rest.\n')
    expect(member).toMatchObject({ subject: '`settle()` in the Ledger helper', text: 'Books the actual amount and frees the rest.' })
  })

  it('finds deprecations, requirements, limits with their amount, and boxed warnings without their marks', async () => {
    const found = await claims(
      '# Ledger\n\nThe `book` method is deprecated. Ledger requires Node 24 or later. A page holds up to 500 entries.\n\n::: warning\nClosing twice loses the last entry of the day.\n:::\n',
    )
    expect(found.find((claim) => claim.type === 'deprecation')?.text).toBe('The `book` method is deprecated.')
    expect(found.find((claim) => claim.type === 'requirement')?.text).toBe('Ledger requires Node 24 or later.')
    expect(found.find((claim) => claim.type === 'limit')?.value).toBe('500 entries')
    expect(found.find((claim) => claim.type === 'warning')?.quotes[0]?.text).toBe('Closing twice loses the last entry of the day.')
  })

  it('finds environment variables where text says so and where code reads them', async () => {
    const found = await ofType(
      'environment-variable',
      '# Ferry\n\nSet the `FERRY_DEPTH` environment variable to the depth in metres. A `NOT_A_VARIABLE` is something else.\n\n```js\nconst port = process.env.FERRY_PORT\n```\n',
    )
    expect(found.map((claim) => claim.value).sort()).toEqual(['FERRY_DEPTH', 'FERRY_PORT'])
  })

  it('answers the questions a document asks itself', async () => {
    const found = await claims('# Benefits\n\n## Can I apply by post?\n\nYes, send the form to your office. Keep a copy.\n')
    expect(found.find((claim) => claim.subject === 'Can I apply by post?')?.quotes[0]?.text).toBe(
      'Yes, send the form to your office. Keep a copy.',
    )
  })
})

describe('every claim', () => {
  it('quotes exact slices of the version it was made from, also on odd input', async () => {
    for (const text of [
      gate,
      '',
      '# \n',
      '#Title\r\n\r\nA `x` is a thing of note, `y`.\r\n',
      '| a |\n|---|\n',
      '```sh\n```\n',
      '- \n- `a`: \n',
      `# ${'long '.repeat(200)}\n\n${'word '.repeat(3000)}`,
    ]) {
      const document = await codeDocument('docs/odd.md', text)
      const byId = new Map(document.passages.map((passage) => [passage.id, passage]))
      for (const claim of (await distilProse(document)).claims) {
        expect(claim.stamp).toBe('exact')
        expect(claim.quotes.length).toBeGreaterThan(0)
        for (const quote of claim.quotes) {
          const passage = byId.get(quote.passage)
          expect(passage?.version).toBe(quote.version)
          expect(passage?.text.slice(quote.start, quote.end)).toBe(quote.text)
        }
      }
    }
  })

  it('stops when it is aborted', async () => {
    const document = await codeDocument('docs/page.md', gate)
    await expect(distilProse(document, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })

  it('comes with a headline that says what the document is', async () => {
    const document = await codeDocument('docs/page.md', gate)
    expect((await distilProse(document)).headline).toBe('The Gate Middleware keeps unknown callers out.')
  })
})
