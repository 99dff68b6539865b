/**
 * What to do where a model's server cannot be reached: which address was tried, and what sets another one. `model` is
 * `provider/model`, `url` that of the call, where it is known.
 */
export function unreachableHint(model: string, url?: string): string {
  const tried = url === undefined ? null : baseOf(url)
  const at = tried === null ? '' : `${tried} was tried. `
  const set = 'set its address with --base-url, REVERIE_BASE_URL or `baseUrl` in the configuration'
  switch (model.split('/')[0]) {
    case 'ollama':
      return `${at}Start it there (ollama serve), or ${set}, or OLLAMA_HOST.`
    case 'openai':
    case 'anthropic':
    case 'google':
      return `${at}Is this machine connected, and does it reach that host? For another server ${set}.`
    default:
      return `${at}Start the server there, or ${set}.`
  }
}

/** The address a call was made under, without what is added for the call, credentials or a query; null where it is none. */
function baseOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname.replace(/\/(?:chat\/completions|responses|messages|models\/[^/]*)$/, '').replace(/\/$/, '')}`
}
