import { describe, expect, it } from 'vitest'
import { codeDocument } from '../../testing/code-document.ts'
import { distilCode } from './distil-code.ts'

async function claims(path: string, text: string): Promise<readonly string[]> {
  const document = await codeDocument(path, text)
  const { claims } = distilCode(document)
  for (const claim of claims) {
    for (const quote of claim.quotes) {
      const passage = document.passages.find((candidate) => candidate.id === quote.passage)
      expect(passage?.text.slice(quote.start, quote.end)).toBe(quote.text)
      expect(passage?.version).toBe(quote.version)
    }
  }
  return claims.map(
    (claim) =>
      `${claim.type} | ${claim.subject} | ${claim.value ?? '-'} | ${claim.quotes.map((quote) => quote.text.replace(/\s+/g, ' ')).join(' ~ ')}`,
  )
}

describe('distilCode', () => {
  it('reads TypeScript: purpose, options, defaults, throws with their condition, environment', async () => {
    const found = await claims(
      'src/load.ts',
      `/** How a file is loaded. */
export interface LoadOptions {
  /** Largest file that is read, in bytes. Default 1024. */
  readonly maxBytes?: number
  readonly mode?: 'strict' | 'loose'
  /**
   * Where results go.
   * @deprecated Use \`sink\` instead.
   */
  readonly out?: string
}

/** Loads the configuration of a folder and checks every key of it. */
export function loadConfig(folder: string, options: LoadOptions = {}): string | null {
  const limit = options.maxBytes ?? 2048
  const home = process.env.APP_HOME ?? '/srv'
  if (folder === '') {
    throw new ConfigError('The folder must not be empty')
  }
  // the cache is dropped, because two loads of one folder must not share it
  delete cache[folder]
  if (limit > 9) return null
  return home
}
`,
    )
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^definition \| `LoadOptions` \| - \| How a file is loaded\.$/),
        expect.stringMatching(/^option \| `LoadOptions\.maxBytes` .*Largest file/),
        expect.stringMatching(/^default \| `LoadOptions\.maxBytes` \| `1024` \| .*Default 1024\..*maxBytes\?: number/),
        expect.stringMatching(/^deprecation \| `LoadOptions\.out` .*Use `sink` instead\..*out\?: string/),
        expect.stringMatching(/^definition \| `loadConfig\(\)` .*Loads the configuration of a folder/),
        expect.stringMatching(/^default \| `maxBytes` in `loadConfig\(\)` \| 2048 \| const limit = options\.maxBytes \?\? 2048$/),
        expect.stringMatching(/^environment-variable \| `APP_HOME` \| APP_HOME \| const home = process\.env\.APP_HOME \?\? '\/srv'$/),
        expect.stringMatching(
          /^code \| `loadConfig\(\)` \| ConfigError \| if \(folder === ''\) \{ throw new ConfigError\('The folder must not be empty'\)$/,
        ),
        expect.stringMatching(/^other \| `loadConfig\(\)` \| - \| the cache is dropped, because .* delete cache\[folder\]$/),
        expect.stringMatching(/^other \| `loadConfig\(\)` \| null \| if \(limit > 9\) return null$/),
      ]),
    )
  })

  it('reads Python: docstrings, raises, flags, exit codes', async () => {
    const found = await claims(
      'tool/run.py',
      `import os, sys

def connect(host, port=5432, timeout=None):
    """Open a connection to the server and wait for it.

    If the host is empty, the local socket is used.

    Raises:
        OSError: when the server cannot be reached
    """
    token = os.environ.get("APP_TOKEN", "none")
    if port < 0:
        raise ValueError("port must not be negative")
    return token

def main():
    parser.add_argument("--retries", type=int, default=3, help="how often to try again")
    if not connect(""):
        sys.exit(4)
`,
    )
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^definition \| `connect\(\)` .*Open a connection to the server/),
        expect.stringMatching(/^other \| `connect\(\)` \| - \| If the host is empty, the local socket is used\.$/),
        expect.stringMatching(/^warning \| `connect\(\)` \| - \| when the server cannot be reached$/),
        expect.stringMatching(/^default \| `port` in `connect\(\)` \| 5432 /),
        expect.stringMatching(/^code \| `connect\(\)` \| ValueError \| if port < 0: raise ValueError\("port must not be negative"\)$/),
        expect.stringMatching(/^environment-variable \| `APP_TOKEN` /),
        expect.stringMatching(/^option \| `--retries` /),
        expect.stringMatching(/^default \| `--retries` \| 3 /),
        expect.stringMatching(/^code \| exit code 4 \| 4 \| if not connect\(""\): sys\.exit\(4\)$/),
      ]),
    )
  })

  it('reads Go, Rust and Java', async () => {
    const go = await claims(
      'pkg/pool.go',
      `package pool

// ErrClosed is returned by Get after the pool was closed.
var ErrClosed = errors.New("pool: it is closed")

// Options configures a Pool.
type Options struct {
	// Size is the number of connections. If zero, 8 is used.
	Size int
}

// Get takes a connection out of the pool.
func (p *Pool) Get(o Options) (*Conn, error) {
	if o.Size == 0 {
		o.Size = 8
	}
	if p.closed {
		return nil, ErrClosed
	}
	if o.Size < 0 {
		return nil, fmt.Errorf("pool: negative size %d", o.Size)
	}
	return nil, nil
}
`,
    )
    expect(go).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^default \| `Size` in `Pool\.Get\(\)` \| 8 \| if o\.Size == 0 \{ o\.Size = 8 \}$/),
        expect.stringMatching(/^code \| `Pool\.Get\(\)` \| ErrClosed \| if p\.closed \{ return nil, ErrClosed$/),
        expect.stringMatching(/^code \| `Pool\.Get\(\)` \| - \| if o\.Size < 0 \{ return nil, fmt\.Errorf/),
        expect.stringMatching(/^other \| `Options\.Size` \| - \| If zero, 8 is used\./),
      ]),
    )
    const rust = await claims(
      'src/lib.rs',
      `/// Parses a version of three numbers.
///
/// # Errors
///
/// Fails where a number has a leading zero.
pub fn parse(text: &str) -> Result<Version, Error> {
    if text.is_empty() {
        return Err(ErrorKind::Empty);
    }
    panic!("not a version: {}", text);
}
`,
    )
    expect(rust).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^definition \| `parse\(\)` .*Parses a version of three numbers\.$/),
        expect.stringMatching(/^warning \| `parse\(\)` \| - \| Fails where a number has a leading zero\.$/),
        expect.stringMatching(/^code \| `parse\(\)` \| ErrorKind::Empty \| if text\.is_empty\(\) \{ return Err\(ErrorKind::Empty\)$/),
      ]),
    )
    const java = await claims(
      'src/Cache.java',
      `public class Cache {
  /**
   * Looks a key up and counts the hit.
   *
   * @param key the key, never {@code null} and not longer than 40 characters
   * @throws IllegalStateException if the cache was closed
   */
  public String get(String key) {
    if (key == null) {
      throw new IllegalArgumentException("the key must be given");
    }
    return null;
  }
}
`,
    )
    expect(java).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^definition \| `Cache\.get\(\)` .*Looks a key up and counts the hit\.$/),
        expect.stringMatching(/^warning \| `Cache\.get\(\)` \| - \| if the cache was closed$/),
        expect.stringMatching(
          /^code \| `Cache\.get\(\)` \| IllegalArgumentException \| if \(key == null\) \{ throw new IllegalArgumentException/,
        ),
      ]),
    )
  })

  it('says in one line what a file is', async () => {
    const said = await codeDocument('a.py', '"""Reads settings from a file."""\nimport os\n')
    expect(distilCode(said).headline).toBe('Reads settings from a file.')
    const exported = await codeDocument('b.ts', 'export function one() {}\nexport const two = 2\nfunction three() {}\n')
    expect(distilCode(exported).headline).toBe('Exports `one()` and `two`.')
  })

  it('makes no claims of a test, of an unknown language or of nothing', async () => {
    const tested = await codeDocument(
      'src/a.test.ts',
      '/** Loads the whole thing again and again. */\nexport function load() { if (a) throw new Error("never in a test") }',
    )
    expect(distilCode(tested).claims).toEqual([])
    expect(distilCode(await codeDocument('a.lua', '-- Adds two numbers and gives the sum\nfunction add() end')).claims).toEqual([])
    expect(distilCode(await codeDocument('a.ts', '')).claims).toEqual([])
  })
})
