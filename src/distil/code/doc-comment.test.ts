import { describe, expect, it } from 'vitest'
import type { CodeFamily } from './code-family.ts'
import { codeSurface } from './code-surface.ts'
import { type DocComment, docComment } from './doc-comment.ts'

function read(text: string, family: CodeFamily): DocComment {
  const comment = codeSurface(text, family).comments[0]
  if (comment === undefined) throw new Error('no comment')
  return docComment(text, comment)
}

function bodyOf(text: string, family: CodeFamily): readonly string[] {
  return read(text, family).body.map((sentence) => sentence.text)
}

function tagsOf(text: string, family: CodeFamily): readonly string[] {
  return read(text, family).tags.map(
    (tag) => `${tag.name} ${tag.argument ?? '-'}: ${tag.sentences.map((sentence) => sentence.text).join(' ')}`,
  )
}

describe('docComment', () => {
  it('splits sentences over lines, with spans of the text', () => {
    const text = '/**\n * Reads a file, e.g. a log. Then\n * closes it.\n */\nfunction f() {}'
    const { body } = read(text, 'script')
    expect(body.map((sentence) => sentence.text)).toEqual(['Reads a file, e.g. a log.', 'Then closes it.'])
    expect(body.map((sentence) => text.slice(sentence.start, sentence.end))).toEqual(['Reads a file, e.g. a log.', 'Then\n * closes it.'])
  })

  it('reads JSDoc tags', () => {
    const text =
      '/**\n * Adds.\n * @param {number} a - the first one\n * @param [b=2] the second\n * @throws {RangeError} when too large\n * @deprecated Use `sum`.\n * @default 5\n */'
    expect(tagsOf(text, 'script')).toEqual([
      'param a: the first one',
      'param b: the second',
      'throws RangeError: when too large',
      'deprecated -: Use `sum`.',
      'default -: 5',
    ])
  })

  it('reads the three docstring styles', () => {
    expect(
      tagsOf(
        'def f(x):\n    """Does.\n\n    Args:\n        x (int): the one\n            and more\n        y: other\n\n    Raises:\n        ValueError: if bad\n    """',
        'python',
      ),
    ).toEqual(['param x: the one and more', 'param y: other', 'throws ValueError: if bad'])
    expect(tagsOf('def f(x):\n    """Does.\n\n    :param int x: the one\n    :raises KeyError: if gone\n    """', 'python')).toEqual([
      'param x: the one',
      'throws KeyError: if gone',
    ])
    expect(tagsOf('def f(x):\n    """Does.\n\n    Parameters\n    ----------\n    x : int\n        the one\n    """', 'python')).toEqual([
      'param x: int the one',
    ])
  })

  it('reads rustdoc headings, Go deprecations and examples', () => {
    expect(tagsOf('/// Opens it.\n///\n/// # Errors\n///\n/// Fails where it is gone.\nfn f() {}', 'rust')).toEqual([
      'throws -: Fails where it is gone.',
    ])
    expect(tagsOf('// F does.\n//\n// Deprecated: use G.\nfunc F() {}', 'go')).toEqual(['deprecated -: use G.'])
    const text = '/**\n * Sums.\n * @example\n * ```ts\n * sum(1, 2)\n * ```\n */'
    expect(read(text, 'script').examples.map((span) => text.slice(span.start, span.end))).toEqual(['sum(1, 2)'])
  })

  it('resolves inline tags, and leaves directives and rules out', () => {
    expect(bodyOf('/** See {@link Foo} or {@code bar}. */', 'java')).toEqual(['See `Foo` or `bar`.'])
    expect(bodyOf('// Adds two.\n// @__NO_SIDE_EFFECTS__\n// ----------', 'script')).toEqual(['Adds two.'])
  })
})
