export type TextFlavour = 'plain' | 'rst' | 'asciidoc'

/** How a file is parsed, by the ending of its path. `language` is the name used for fenced blocks too. */
export type FileFormat =
  | { readonly kind: 'markdown'; readonly mdx: boolean }
  | { readonly kind: 'text'; readonly flavour: TextFlavour }
  | { readonly kind: 'html' }
  | { readonly kind: 'data'; readonly language: 'json' | 'yaml' | 'toml' | 'ini' | 'xml' }
  | { readonly kind: 'code'; readonly language: string }

const byEnding: Readonly<Record<string, FileFormat>> = {
  ...of({ kind: 'markdown', mdx: false }, 'md markdown mdown mkd mdwn'),
  ...of({ kind: 'markdown', mdx: true }, 'mdx'),
  ...of({ kind: 'text', flavour: 'rst' }, 'rst rest'),
  ...of({ kind: 'text', flavour: 'asciidoc' }, 'adoc asciidoc asc'),
  ...of({ kind: 'html' }, 'html htm xhtml'),
  ...of({ kind: 'data', language: 'json' }, 'json json5 jsonc jsonl ndjson webmanifest geojson'),
  ...of({ kind: 'data', language: 'yaml' }, 'yaml yml'),
  ...of({ kind: 'data', language: 'toml' }, 'toml'),
  ...of({ kind: 'data', language: 'ini' }, 'ini cfg conf properties editorconfig'),
  ...of({ kind: 'data', language: 'xml' }, 'xml plist svg csproj'),
  ...code('typescript', 'ts mts cts'),
  ...code('tsx', 'tsx'),
  ...code('javascript', 'js mjs cjs jsx'),
  ...code('python', 'py pyi'),
  ...code('go', 'go'),
  ...code('rust', 'rs'),
  ...code('java', 'java'),
  ...code('c', 'c h'),
  ...code('cpp', 'cc cpp cxx hpp hh hxx'),
  ...code('csharp', 'cs'),
  ...code('ruby', 'rb'),
  ...code('php', 'php'),
  ...code('swift', 'swift'),
  ...code('kotlin', 'kt kts'),
  ...code('scala', 'scala sc'),
  ...code('shell', 'sh bash zsh fish'),
  ...code('powershell', 'ps1 psm1'),
  ...code('sql', 'sql'),
  ...code('css', 'css scss sass less'),
  ...code('lua', 'lua'),
  ...code('perl', 'pl pm'),
  ...code('elixir', 'ex exs'),
  ...code('erlang', 'erl hrl'),
  ...code('haskell', 'hs'),
  ...code('clojure', 'clj cljs'),
  ...code('dart', 'dart'),
  ...code('zig', 'zig'),
  ...code('nix', 'nix'),
  ...code('r', 'r'),
  ...code('vue', 'vue'),
  ...code('svelte', 'svelte'),
  ...code('graphql', 'graphql gql'),
  ...code('protobuf', 'proto'),
  ...code('hcl', 'tf hcl'),
}

const byName: Readonly<Record<string, FileFormat>> = {
  dockerfile: { kind: 'code', language: 'dockerfile' },
  makefile: { kind: 'code', language: 'makefile' },
  rakefile: { kind: 'code', language: 'ruby' },
  gemfile: { kind: 'code', language: 'ruby' },
}

/** Chooses by file name and ending; what is not known is plain text. */
export function fileFormat(path: string): FileFormat {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  const dot = name.lastIndexOf('.')
  const ending = dot === -1 ? '' : name.slice(dot + 1)
  if (Object.hasOwn(byEnding, ending)) return byEnding[ending] ?? plain
  if (Object.hasOwn(byName, name)) return byName[name] ?? plain
  return plain
}

const plain: FileFormat = { kind: 'text', flavour: 'plain' }

function of(format: FileFormat, endings: string): Readonly<Record<string, FileFormat>> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, format]))
}

function code(language: string, endings: string): Readonly<Record<string, FileFormat>> {
  return of({ kind: 'code', language }, endings)
}
