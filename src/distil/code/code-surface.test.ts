import { describe, expect, it } from 'vitest'
import type { CodeFamily } from './code-family.ts'
import { codeSurface } from './code-surface.ts'

function commentsOf(text: string, family: CodeFamily): readonly string[] {
  return codeSurface(text, family).comments.map((comment) => text.slice(comment.start, comment.end))
}

describe('codeSurface', () => {
  it('keeps the length and the lines', () => {
    const text = 'const a = "x // y" // z\nconst b = /[/"]/g\n'
    const { code } = codeSurface(text, 'script')
    expect(code).toHaveLength(text.length)
    expect(code.split('\n')).toHaveLength(3)
  })

  it('takes no comment from a string, a template or a regular expression', () => {
    expect(commentsOf('f("// a", `// $' + '{g("/* b */")}`, /\\/\\/ c/) // d', 'script')).toEqual(['// d'])
  })

  it('reads what stands in a template hole as code', () => {
    expect(codeSurface('x = `a $' + '{call(b)} c`', 'script').code).toContain('call(b)')
  })

  it('takes a division for no regular expression', () => {
    expect(commentsOf('const a = b / c // d / e\nconst f = 1', 'script')).toEqual(['// d / e'])
  })

  it('joins line comments on consecutive lines, and no others', () => {
    expect(commentsOf('// a\n// b\n\n// c\nx() // d\n// e', 'script')).toEqual(['// a\n// b', '// c', '// d', '// e'])
  })

  it('reads docstrings as comments and other strings as literals', () => {
    const text = 'def f(a):\n    """Says "hi"."""\n    return """no # comment"""  # yes\n'
    expect(commentsOf(text, 'python')).toEqual(['"""Says "hi"."""', '# yes'])
  })

  it('tells a lifetime from a character in Rust', () => {
    expect(commentsOf(`fn f<'a>(x: &'a str) -> char { '/' } // c '"'`, 'rust')).toEqual([`// c '"'`])
  })

  it('reads raw strings of Go and Rust without escapes', () => {
    expect(commentsOf('a := `\\` // b', 'go')).toEqual(['// b'])
    expect(commentsOf('let a = r#"\\" // "#; // b', 'rust')).toEqual(['// b'])
  })

  it('survives what is left open', () => {
    for (const text of ['/* a', '"a', '`a $' + '{b', "'''a", 'r#"a', '/a[/']) {
      for (const family of ['script', 'python', 'go', 'rust', 'java'] as const)
        expect(codeSurface(text, family).code).toHaveLength(text.length)
    }
  })
})
