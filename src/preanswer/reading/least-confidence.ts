/**
 * Below this confidence nothing is quoted. Measured with whole SQuAD articles as scopes (`npm run bench -- reader`), as
 * shares left unanswered of answerable questions / of unanswerable ones, made by changing a word of an answerable one /
 * of real queries about other things: 0.05 (2 % / 8 % / 89 %), 0.07 (3 % / 13 % / 97 %), 0.09 (3 % / 17 % / 98 %),
 * 0.12 (5 % / 24 % / 99 %), 0.2 (12 % / 41 % / 100 %), 0.3 (21 % / 55 % / 100 %). The default refuses what is foreign
 * and keeps nearly every answer: whoever reads a quotation sees that it does not meet a minimally changed question, but
 * nobody sees an answer that was withheld.
 */
export const leastConfidence = 0.07
