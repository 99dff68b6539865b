import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
export const judgedSets = ['squad2-dev', 'natural-questions', 'covidqa', 'policyqa', 'qasper', 'nq-paragraphs'];
/** The folder of development data: `REVERIE_DATA`, else beside the checkout; null where it is missing. */
export function dataFolder() {
    const folder = process.env.REVERIE_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
    return existsSync(join(folder, 'docqa')) ? folder : null;
}
/** Reads one set; its rows in every form it comes in become documents with questions. */
export function readJudgedSet(folder, set) {
    const lines = readFileSync(join(folder, 'docqa', `${set}.jsonl`), 'utf8')
        .trim()
        .split('\n');
    const rows = lines.map((line) => JSON.parse(line));
    return rows.map(set === 'nq-paragraphs' ? paragraphDocument : document);
}
function document(row) {
    const id = row.doc_id ?? '';
    const isPage = id.startsWith('natural-questions/');
    const raw = row.paragraphs === undefined ? (row.text ?? '') : row.paragraphs.map((paragraph) => paragraph.text).join('\n\n');
    const title = (row.title ?? raw.trim().split('\n')[0] ?? '').replaceAll('_', ' ').split(' - wikipedia')[0] ?? '';
    const text = isPage ? raw.replace(/<([A-Z]\w*)_/g, '<$1 ') : `# ${title}\n\n${raw.replace(/\n+/g, '\n\n')}`;
    return {
        id,
        title: title.slice(0, 120),
        text,
        ending: isPage ? 'html' : 'md',
        questions: (row.questions ?? []).map((question) => ({
            id: question.qid,
            question: question.question,
            answerable: question.answerable ?? true,
            answers: question.answers.map((answer) => (typeof answer === 'string' ? answer : answer.text)),
        })),
    };
}
function paragraphDocument(row) {
    const id = row.qid ?? '';
    const title = row.title ?? '';
    return {
        id,
        title,
        text: `# ${title}\n\n${row.paragraph ?? ''}`,
        ending: 'md',
        questions: [{ id, question: row.question ?? '', answerable: true, answers: row.answers ?? [] }],
    };
}
/** Real queries about other things, which no document here answers. */
export function foreignQuestions(folder, from, count) {
    const lines = readFileSync(join(folder, 'traffic', 'nq-open.jsonl'), 'utf8')
        .trim()
        .split('\n');
    return lines.slice(from, from + count).map((line, index) => {
        const { question = '' } = JSON.parse(line);
        return { id: `foreign/${from + index}`, question, answerable: false, answers: [] };
    });
}
