import { documentId, passageId } from '../../src/corpus/corpus-ids.js';
import { unitEmbedText } from '../../src/corpus/embed-text.js';
import { openScopeView } from '../../src/retrieve/scope-view.js';
import { digest } from '../../src/spec/digest.js';
const scope = 'bench';
const source = 'bench';
/** A scope held in memory: the documents through the real parser, every unit with its vector. */
export async function memoryScope(documents, { parser, embedder, vectors }) {
    const passages = [];
    for (const document of documents) {
        const path = `${document.id.replaceAll('/', '-')}.${document.ending}`;
        const id = documentId(scope, source, path);
        const parsed = await parser.parse({ path, bytes: new TextEncoder().encode(document.text) });
        const { title } = parsed.document;
        for (const [ordinal, passage] of parsed.document.passages.entries()) {
            const version = digest('version', passage.text);
            const owed = passage.units.filter((unit) => unit.embed).map((unit) => unitEmbedText(title, unit.text));
            const made = [...(await vectors.embed(owed))];
            passages.push({
                id: passageId(id, version, ordinal),
                version,
                document: id,
                path,
                title,
                ordinal,
                kind: passage.kind,
                text: passage.text,
                place: passage.place,
                symbol: passage.symbol,
                modifiedAt: 0,
                units: passage.units,
                vectors: passage.units.map((unit) => (unit.embed ? (made.shift() ?? null) : null)),
            });
        }
    }
    const view = openScopeView({ store: null, scope, embedder });
    await view.setOverlay({ hiddenDocuments: new Set(), passages });
    return { view, units: passages.reduce((sum, passage) => sum + passage.units.length, 0) };
}
