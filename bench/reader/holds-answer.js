/** Whether a quotation holds one of the gold answers: their words in order, letters and digits only. */
export function holdsAnswer(quotation, answers) {
    const text = ` ${plain(quotation)} `;
    return answers.some((answer) => {
        const wanted = plain(answer);
        if (wanted === '')
            return false;
        if (text.includes(` ${wanted} `) || text.includes(wanted))
            return true;
        // A marked answer of several sentences is held by a quotation of one of them.
        return wanted.length >= 80 && plain(quotation).length >= 40 && wanted.includes(plain(quotation));
    });
}
function plain(text) {
    return text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
}
