const defaultPort = 11_434

/**
 * Where Ollama's OpenAI-compatible endpoint is: OLLAMA_HOST as Ollama itself reads it (host, host:port or URL; a server
 * bound to 0.0.0.0 is reached on loopback), else http://127.0.0.1:11434, with `/v1`.
 */
export function ollamaBaseUrl(env: Readonly<Record<string, string | undefined>>): string {
  const host = env.OLLAMA_HOST?.trim() ?? ''
  const text = /^https?:\/\//.test(host) ? host : `http://${host === '' ? '127.0.0.1' : host}`
  if (!URL.canParse(text)) return `http://127.0.0.1:${defaultPort}/v1`
  const url = new URL(text)
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1'
  // A URL that names its scheme means that scheme's port; a bare host means Ollama's.
  if (url.port === '' && !/^https?:\/\//.test(host)) url.port = String(defaultPort)
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}/v1`
}

/** Whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}
