import type { SkipReason } from '../../spec/source.ts'

const secretNames = new Set([
  '.npmrc',
  '.netrc',
  '_netrc',
  '.pypirc',
  '.pgpass',
  '.my.cnf',
  '.htpasswd',
  '.git-credentials',
  '.dockercfg',
  '.vault-token',
  '.s3cfg',
  'credentials',
  'credentials.json',
  'client_secret.json',
  'service-account.json',
])
const secretEndings = /\.(?:pem|key|p8|p12|pfx|ppk|jks|keystore|kdbx?|asc\.key|ovpn|tfstate|tfvars)$/
const privateKeys = /^id_(?:rsa|dsa|ecdsa|ed25519)/
const environmentFile = /^\.env(?:$|rc$|[.\-_])|\.env$/
const environmentSample = /[.\-_](?:example|sample|template|dist|defaults)$/
const secretFolders = new Set(['.ssh', '.gnupg', '.aws', '.azure', '.kube'])

const generatedNames = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'bun.lockb',
  'go.sum',
  '.ds_store',
  'thumbs.db',
])
const generatedEndings = /(?:\.lock|\.min\.(?:js|css|mjs|cjs)|\.map)$/

const binaryEndings = new Set(
  (
    'png jpg jpeg gif webp avif bmp ico icns tif tiff psd ai eps heic mp3 mp4 m4a m4v mov avi mkv webm ogg oga ogv wav flac aac ' +
    'zip gz tgz bz2 xz zst 7z rar tar jar war ear apk ipa dmg iso deb rpm msi exe dll so dylib a o obj lib class pyc pyo pyd wasm node ' +
    'woff woff2 ttf otf eot pdf doc docx xls xlsx ppt pptx odt ods odp db sqlite sqlite3 db-wal db-shm parquet arrow feather npy npz pkl ' +
    'pt pth onnx safetensors gguf bin dat pack idx swf blend glb fbx stl pb tflite h5 hdf5 mo lz4 br cur ttc dex'
  ).split(' '),
)

/** Names most documents have, of which no rule below says anything. */
const plainName = /^[a-z][a-z0-9-]*\.(?:md|txt|ts|py|go|rs)$/

/** What a file's name alone says against reading it. Secrets come first: no other rule may let one through. */
export function skipByName(name: string): Extract<SkipReason, 'secret' | 'binary' | 'ignored'> | null {
  if (plainName.test(name)) return null
  const lower = name.toLowerCase()
  if (isSecretName(lower)) return 'secret'
  if (generatedNames.has(lower) || generatedEndings.test(lower)) return 'ignored'
  const dot = lower.lastIndexOf('.')
  return dot >= 0 && binaryEndings.has(lower.slice(dot + 1)) ? 'binary' : null
}

/** Folders whose whole content is not read: secrets, and installed packages when met from above. */
export function skipFolderByName(name: string): 'secret' | 'ignored' | null {
  if (secretFolders.has(name.toLowerCase())) return 'secret'
  return name === 'node_modules' ? 'ignored' : null
}

/** Folders that are neither read nor counted: the version control's own and ours. */
export function isOwnFolder(name: string): boolean {
  return name === '.git' || name === '.reverie' || name === '.hg' || name === '.svn'
}

/** Whether a file of this name is never read, even when named: keys, credentials, environment files (but not their samples). */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase()
  if (environmentFile.test(lower)) return !environmentSample.test(lower)
  return secretNames.has(lower) || secretEndings.test(lower) || privateKeys.test(lower)
}
