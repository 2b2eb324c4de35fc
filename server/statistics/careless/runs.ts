/** A person's answers to items of one scale, in the order they were shown; NaN where there is none. */
export type ShownAnswers = ArrayLike<number>

/**
 * Longest run of equal answers in a row, and the mean length of all runs. A missing answer ends a run and is none itself.
 * Both are 0 when nothing was answered.
 * Source: Johnson (2005), Journal of Research in Personality 39, 103–129; as `longstring` of R's careless.
 */
export function runsOf(answers: ShownAnswers): { longest: number; mean: number } {
  let longest = 0
  let runs = 0
  let answered = 0
  let length = 0
  let before = Number.NaN
  for (let item = 0; item < answers.length; item++) {
    const answer = answers[item]!
    if (Number.isNaN(answer)) length = 0
    else {
      answered++
      if (answer === before) length++
      else {
        runs++
        length = 1
      }
      longest = Math.max(longest, length)
    }
    before = answer
  }
  return { longest, mean: runs === 0 ? 0 : answered / runs }
}
