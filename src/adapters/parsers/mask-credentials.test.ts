import { expect, test } from 'vitest'
import { createCredentialMask } from './mask-credentials.ts'

const mask = createCredentialMask()
// Put together here, so that no scanner takes this file for a leak.
const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`
const key = `AKIA${'IOSFODNN7EXAMPQE'}`

test('tokens of known shape are replaced and counted', async () => {
  const { text, count } = await mask('notes.md', `Use ${token} for CI.\nAWS_ACCESS_KEY_ID=${key}\n`)
  expect(count).toBe(2)
  expect(text).toBe('Use [masked] for CI.\nAWS_ACCESS_KEY_ID=[masked]\n')
})

test('passwords in addresses', async () => {
  const { text, count } = await mask('a.yaml', 'url: https://admin:hunter2secret@db.example.com/x\n')
  expect(count).toBe(1)
  expect(text).not.toContain('hunter2secret')
})

test('a private key goes, and lines still count', async () => {
  const body = `${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)}\n`.repeat(12)
  const begin = '-----BEGIN RSA PRIVATE KEY-----'
  const { text, count } = await mask('a.txt', `first\n${begin}\n${body}-----END RSA PRIVATE KEY-----\nlast\n`)
  expect(count).toBe(1)
  expect(text).not.toContain('MIIEv')
  expect(text.split('\n').indexOf('last')).toBe(15)
  const cutShort = await mask('b.txt', `${begin}\n${body}\nwords after it`)
  expect(cutShort.text).not.toContain('MIIEv')
  expect(cutShort.text).toContain('words after it')
})

test('a document cannot switch masking off', async () => {
  const { text } = await mask('a.md', `<!-- secretlint-disable -->\n${token}\n`)
  expect(text).not.toContain(token)
  expect(text).toContain('secretlint-disable')
})

test('ordinary text is left alone', async () => {
  const text = 'Set the API key with `--key`. Your sk-... goes into .env; see user:pass@host patterns in npm_config_registry.\n'
  expect(await mask('a.md', text)).toEqual({ text, count: 0 })
})
