import type { Answers, Variable } from './variable.ts'

/** Fewer options make no ranking: the first place of two is the one answer there is. */
const fewestOptions = 2

/**
 * What each ranking says as one answer: the option that holds first place. The places themselves cannot build personas,
 * because they lean on each other (what is first cannot be second), and a latent class model takes its indicators to be
 * independent within a class; the first place alone is one choice out of several, which is what it does model. The other
 * places describe personas afterwards. Scores of best-worst sets lean on each other too, but little (−1 / (options − 1)),
 * and each rests on several choices, so they enter as numbers.
 * @returns one nominal variable a ranking, after its members in nothing but name; none for rankings that are not indicators
 */
export function firstChoices(variables: Variable[]): Variable[] {
  const rankings = new Map<string, Variable[]>()
  for (const variable of variables) {
    if (!isPlace(variable)) continue
    rankings.set(variable.block!, [...(rankings.get(variable.block!) ?? []), variable])
  }
  return [...rankings].flatMap(([block, members]): Variable[] => {
    const [first] = members
    if (members.length < fewestOptions || !members.every(({ role }) => role === 'indicator')) return []
    return [
      {
        name: `${block} — first place`,
        label: `${first!.label.split(' — ')[0]!.trim()} (first place)`,
        kind: 'nominal',
        role: 'indicator',
        reason:
          'It is the option that people put in first place: one answer, where the places of a ranking are many that depend on each other.',
        options: members.map(({ name, label }) => ({
          code: name,
          label: label.split(' — ').slice(1).join(' — ') || label,
        })),
        firstOf: { place: first!.options[0]!.code, members: members.map(({ name }) => name) },
        ...(first!.facet ? { facet: first!.facet } : {}),
      },
    ]
  })
}

/** Whether a variable is the place of one option in a ranking. */
export function isPlace(variable: Variable): boolean {
  return variable.kind === 'ordinal' && variable.block !== undefined
}

/** The member of a ranking that holds first place in these answers; null when none or more than one does. */
export function firstChoiceOf({ place, members }: NonNullable<Variable['firstOf']>, answers: Answers): string | null {
  const first = members.filter((name) => answers[name] === place)
  return first.length === 1 ? first[0]! : null
}
