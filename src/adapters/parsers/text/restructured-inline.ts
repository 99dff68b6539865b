/** reStructuredText's inline markup read away: roles, literals, links, emphasis, substitutions. */
export function readRestructured(text: string): string {
  return text
    .replace(/:{1,2}([a-zA-Z][\w:+.-]*):`([^`]*)`/g, (_, role: string, inner: string) => roleText(role, inner))
    .replace(/``([^`]+(?:`[^`]+)*)``/g, '$1')
    .replace(/`([^`<]*?)\s*<[^<>`]+>`__?/g, '$1')
    .replace(/`([^`]+)`(?:__?)?/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(^|[\s(])\*([^*\s][^*]*)\*(?=[\s).,;:!?]|$)/g, '$1$2')
    .replace(/\|([A-Za-z][\w .-]*)\|_?/g, '$1')
    .replace(/(^|\s)([A-Za-z]\w*)__?(?=[\s.,;:)]|$)/g, '$1$2')
    .replace(/\s?\[(?:#\w*|\d+|\*)\]_/g, '')
    .replace(/::(?=\s*$)/, ':')
    .replace(/\\([^\w\s])/g, '$1')
}

// `~module.Name` shows its last part, `text <target>` its text.
function roleText(role: string, inner: string): string {
  if (role === 'RFC' || role === 'rfc' || role === 'PEP' || role === 'pep') return `${role.toUpperCase()} ${inner}`
  const shown = /^([\s\S]*?)\s*<[^<>]*>$/.exec(inner)?.[1] ?? inner
  return shown.startsWith('~') ? shown.slice(shown.lastIndexOf('.') + 1).replace('~', '') : shown.replace(/^[!]/, '')
}
