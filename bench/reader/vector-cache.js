import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digest } from '../../src/spec/digest.js';
const digestBytes = 22;
const slice = 256;
export function openVectorCache(embedder) {
    const folder = join(tmpdir(), 'reverie-bench');
    const file = join(folder, `${embedder.name}.vectors`);
    const recordBytes = digestBytes + embedder.dimensions;
    mkdirSync(folder, { recursive: true });
    const known = new Map();
    const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
        known.set(bytes.toString('latin1', at, at + digestBytes), new Int8Array(bytes.buffer, bytes.byteOffset + at + digestBytes, embedder.dimensions));
    }
    return {
        async embed(texts, onProgress) {
            const keys = texts.map((text) => digest(text));
            const missing = new Map();
            keys.forEach((key, index) => {
                if (!known.has(key))
                    missing.set(key, texts[index] ?? '');
            });
            const owed = [...missing];
            for (let at = 0; at < owed.length; at += slice) {
                const part = owed.slice(at, at + slice);
                const vectors = await embedder.embedMany(part.map(([, text]) => text));
                part.forEach(([key], index) => {
                    const vector = vectors[index] ?? new Int8Array(embedder.dimensions);
                    known.set(key, vector);
                    appendFileSync(file, Buffer.concat([Buffer.from(key, 'latin1'), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]));
                });
                onProgress?.(Math.min(owed.length, at + slice), owed.length);
            }
            return keys.map((key) => known.get(key) ?? new Int8Array(embedder.dimensions));
        },
    };
}
