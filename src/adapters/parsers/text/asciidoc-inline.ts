/** AsciiDoc's inline markup read away: macros, links, cross references, emphasis, literals. */
export function readAsciidoc(text: string): string {
  return text
    .replace(/\b(?:image|icon):[^\s[\]]*\[[^\]]*\]/g, '')
    .replace(
      /(?<=^|[\s("'<])(?:link:|xref:)?([^\s[\]"'<>(]*(?::\/\/|\.adoc|\.html)[^\s[\]]*)\[([^\]]*)\]/g,
      (_, target: string, label: string) =>
        label === '' ? target.replace(/^(?:link|xref):/, '') : label.replace(/,.*$/, '').replace(/\^$/, ''),
    )
    .replace(/\b(?:kbd|btn|menu|xref|link|footnote|indexterm2?|pass):[^\s[\]]*\[([^\]]*)\]/g, '$1')
    .replace(/<<([^,<>]+)(?:,\s*([^<>]+))?>>/g, (_, target: string, label: string | undefined) => label ?? target)
    .replace(/(?<![\w`])``?([^`]+)``?(?!\w)/g, '$1')
    .replace(/(?<![\w*])\*{1,2}([^*\s](?:[^*]*[^*\s])?)\*{1,2}(?![\w*])/g, '$1')
    .replace(/(?<![\w_])_{1,2}([^_\s](?:[^_]*[^_\s])?)_{1,2}(?![\w_])/g, '$1')
    .replace(/\[\[[^\]]*\]\]|\[\.?[\w-]+\]#([^#]*)#/g, '$1')
    .replace(/(?<![\w+])\+{1,3}([^\s+](?:[^+]*[^\s+])?)\+{1,3}(?![\w+])/g, '$1')
    .replace(/^\/\/.*$/gm, '')
    .replace(/\{([\w-]+)\}/g, '$1')
    .replace(/\s\+$/gm, '')
}
