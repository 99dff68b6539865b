/** The verdict of an absence: it holds until its watch fires. */
export const absenceVerdict = 'nothing answered'
