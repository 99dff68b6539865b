export { keyVectorDigest } from '../spec/key-vector.ts'
