/**
 * Inline Markdown or HTML as a reader sees it, code spans kept in back-ticks: links become their text, images, badges,
 * emphasis marks, heading ids and footnote marks go, white space is folded.
 */
export function readingText(markup: string): string {
  const spans: string[] = []
  return markup
    .replace(/<code>(.*?)<\/code>/gis, (_, inner: string) => `\`${inner.replace(/<[^>]+>/g, '')}\``)
    .replace(/(`+)([^`]|[^`].*?[^`])\1(?!`)/gs, (_, _ticks: string, inner: string) => {
      spans.push(inner.trim().replace(/\s+/g, ' '))
      return `\ue000${spans.length - 1}\ue001`
    })
    .replace(/\n[ \t]*>[ \t]?/g, '\n')
    .replace(/<!--.*?-->/gs, ' ')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1')
    .replace(/\[([^\]]+)\]\[[^\]]*\]/g, '$1')
    .replace(/\[([A-Za-z][^\][]*)\](?![(:[])/g, '$1')
    .replace(/\[\^?\d+\]|\[(?:citation needed|note \d+)\]/gi, '')
    .replace(/<(?:Badge|img|br|hr|a)\b[^>]*>/gi, ' ')
    .replace(/<https?:\/\/[^>]+>/g, (link) => link.slice(1, -1))
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/(\*\*|__)(?=\S)(.+?)\1/gs, '$2')
    .replace(/(?<![\w*])[*](?=\S)([^*]+?)[*](?![\w*])/gs, '$1')
    .replace(/(?<![\w_])_(?=\S)([^_]+?)_(?![\w_])/gs, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>|~])/g, '$1')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/\ue000(\d+)\ue001/g, (_, index: string) => `\`${spans[Number(index)] ?? ''}\``)
    .replace(/^(?:\s*(?:>|[-*+]|\d+[.)])\s+)+(?:\[[ xX]\]\s+)?/, '')
    .replace(/^\s*#{1,6}\s+/, '')
    .replace(/\s*\{#[^}]*\}\s*$/, '')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,;.!?](?:\s|$))| (?=\))|(?<=\() | (?='s\b|n't\b)/g, '')
    .replace(/`` ?([^`']+?) ?''/g, '"$1"')
    .trim()
}

/** The same without back-ticks, for comparing. */
export function bareText(text: string): string {
  return text.replace(/`/g, '')
}
