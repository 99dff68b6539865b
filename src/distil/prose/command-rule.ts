import type { ClaimDraft } from '../../spec/claim.ts'
import { isGenericHeading } from './heading.ts'
import { type Block, codeStart, proseOf, type Section } from './outline.ts'
import { ownerOf } from './owner.ts'
import { makeClaim, type Rule, type RuleContext, type Span } from './rule.ts'
import { taskOf, taskOfHeading, taskPhrase } from './task.ts'

const shells = /^(?:sh|bash|shell|zsh|console|terminal|powershell|ps1|cmd|bat|shellsession)\b/i
const programs =
  /^(?:\$\s+|>\s+|sudo )*(?:npm|npx|yarn|pnpm|bunx?|deno|node|pip3?|pipx|poetry|uv|uvx|python3?|cargo|rustup|go|docker|docker-compose|podman|kubectl|helm|git|gh|curl|wget|brew|apt|apt-get|dnf|yum|apk|make|cmake|gem|bundle|rails|composer|php|mvn|gradle|dotnet|az|aws|gcloud|terraform|ansible|systemctl|wrangler|vercel|netlify|supabase|fastly|ssh|scp|export|\.\/\w)\s/

/** Shell commands in fenced blocks, by the purpose that the sentence or heading before them gives. */
export const commandRule: Rule = (section, context) => {
  const claims: ClaimDraft[] = []
  section.blocks.forEach((block, index) => {
    const lines = commandLines(block)
    if (lines.length === 0) return
    const before =
      block.sentences.length > 0
        ? block
        : section.blocks
            .slice(0, index)
            .reverse()
            .find((other) => commandLines(other).length === 0)
    claims.push(...commandClaims(section, context, block, lines, before, isFirstOfGroup(section, index)))
  })
  return claims
}

interface CommandLine {
  readonly text: string
  readonly start: number
  readonly end: number
}

function commandLines(block: Block): readonly CommandLine[] {
  if (block.code === null || block.passage.text.length > 1500) return []
  const lines: CommandLine[] = []
  const isShell = shells.test(block.passage.language ?? '')
  let offset = codeStart(block.passage)
  for (const line of block.passage.text.slice(offset).split('\n')) {
    const trimmed = line.trim()
    const isCommand =
      /^\$\s+\S/.test(trimmed) ||
      programs.test(`${trimmed} `) ||
      (isShell && /^[a-z][\w./-]*(?:\s|$)/.test(trimmed) && !/^[\w .-]+:(?:\s|$)/.test(trimmed))
    const last = lines.at(-1)
    if (last !== undefined && /\\$/.test(last.text) && trimmed !== '' && !/^(?:```|~~~)/.test(trimmed)) {
      lines[lines.length - 1] = {
        text: `${last.text.replace(/\s*\\$/, '')} ${trimmed}`,
        start: last.start,
        end: offset + line.trimEnd().length,
      }
    } else if (
      isCommand &&
      (isShell || block.passage.language === null || block.passage.language === '') &&
      !/^(?:```|~~~|#)/.test(trimmed)
    ) {
      const start = offset + line.indexOf(trimmed)
      lines.push({ text: trimmed.replace(/^\$\s+/, ''), start, end: start + trimmed.length })
    }
    offset += line.length + 1
  }
  return lines.length <= 8 ? lines : []
}

function isFirstOfGroup(section: Section, index: number): boolean {
  const previous = section.blocks[index - 1]
  return previous === undefined || commandLines(previous).length === 0 || (section.blocks[index]?.sentences.length ?? 0) > 0
}

function commandClaims(
  section: Section,
  context: RuleContext,
  block: Block,
  lines: readonly CommandLine[],
  before: Block | undefined,
  isFirst: boolean,
): readonly ClaimDraft[] {
  const first = lines[0]
  const last = lines.at(-1)
  if (first === undefined || last === undefined) return []
  const span: Span = { passage: block.passage, start: first.start, end: last.end }
  const command = lines.map((line) => line.text).join(' && ')
  const purpose = purposeOf(section, before)
  const install = installed(first.text)
  const subject = isFirst && purpose !== null ? purpose : install !== null && isFirst ? `install ${install}` : ''
  const owner = ownerOf(section.place, context.names)
  return [
    makeClaim({
      type: 'command',
      subject: subject !== '' ? subject : `\`${first.text}\`${owner === '' ? '' : ` for ${owner}`}`,
      text: command,
      value: command,
      salience: isFirst ? 0.66 : 0.4,
      spans: [span],
    }),
  ]
}

function purposeOf(section: Section, before: Block | undefined): string | null {
  const sentences = before?.sentences ?? []
  const last = sentences.at(-1)
  const beforeLast = sentences.at(-2)
  for (const sentence of [last, beforeLast]) {
    if (sentence === undefined) continue
    const text = sentence.text.replace(/[:.]$/, '')
    const named = taskOf(sentence.text.replace(/:$/, '.'))?.task ?? imperative(text)
    // "Run the installer" says what is typed; the heading above says what for.
    const headed = section.heading !== null && named !== null && /^run /.test(named) ? taskOfHeading(section.heading) : null
    if (named !== null) return headed ?? named
  }
  const heading =
    section.heading !== null && !isGenericHeading(section.heading) && proseOf(section).length <= 3 ? taskOfHeading(section.heading) : null
  return heading
}

function imperative(text: string): string | null {
  const bare = text.replace(/^(?:then|next|first|finally|now|and|or),?\s+/i, '')
  if (/^(?:run|execute|use) (?:the following|this)\b/i.test(bare))
    return /\bto ([a-z].+)$/i.exec(bare)?.[1] === undefined ? null : taskPhrase(/\bto ([a-z].+)$/i.exec(bare)?.[1] ?? '')
  return /^(?:replace|accept|answer|confirm|check|verify|make|note|be|edit|fill)\b/i.test(bare) ? null : taskPhrase(bare)
}

function installed(command: string): string | null {
  const match =
    /^(?:npm (?:i|install|add)|yarn add|pnpm (?:add|i|install)|bun add|pip3? install|cargo add|go get|brew install|gem install|composer require)\s+((?:-[\w-]+\s+)*)(\S+)$/.exec(
      command,
    )
  const name = match?.[2]
  return name === undefined || /^[-.$<{]/.test(name) ? null : `\`${name.replace(/(?<=.)@(?:latest|next|[\d^~].*)$/, '')}\``
}
