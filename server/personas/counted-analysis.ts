import { type IndicatorData, isNumeric } from '../statistics/indicator.ts'
import type { Contrast, ItemContrast } from '../statistics/persona-profile.ts'
import type { StoredAnalysis } from './find-personas.ts'
import type { MembershipRow } from './store.ts'

/** A person who is in the fit, with their place in the columns of the data. */
export type PlacedRow = Pick<MembershipRow, 'posterior' | 'weight' | 'status'>

/**
 * The analysis with everything that counts people counted from those who are there: shares, members, between, unassigned, and the two
 * sides of every difference. Intervals keep the width that the resamples gave.
 * @param placed the people in the fit, in the order of `data`
 * @param unassigned people outside the fit
 */
export function countedAnalysis(
  analysis: StoredAnalysis,
  { placed, data, unassigned }: { placed: PlacedRow[]; data: IndicatorData; unassigned: number },
): StoredAnalysis {
  const weightSum = placed.reduce((sum, { weight }) => sum + weight, 0)
  const classified = placed.length / Math.max(1, placed.length + unassigned)
  const classes = analysis.classes.map((persona, index) => {
    const sum = placed.reduce((total, { posterior, weight }) => total + weight * posterior[index]!, 0)
    const share = weightSum > 0 ? (classified * sum) / weightSum : 0
    const shift = share - persona.share.share
    return {
      ...persona,
      share: {
        share,
        base: placed.length,
        low: Math.max(0, persona.share.low + shift),
        high: Math.min(1, persona.share.high + shift),
      },
      members: placed.filter(({ posterior }) => posterior.indexOf(Math.max(...posterior)) === index).length,
      profile: persona.profile.map((item) => countedItem(item, { placed, data, index })),
    }
  })
  return {
    ...analysis,
    size: placed.length + unassigned,
    fitted: placed.length,
    unassigned,
    between: placed.filter(({ status }) => status === 'between').length,
    classes,
  }
}

function countedItem(
  item: ItemContrast,
  { placed, data, index }: { placed: PlacedRow[]; data: IndicatorData; index: number },
): ItemContrast {
  const indicator = data.indicators.find(({ name }) => name === item.name)
  if (!indicator) return item
  const average = (read: (person: number) => number | null, own: boolean) => {
    let sum = 0
    let total = 0
    placed.forEach(({ posterior, weight }, person) => {
      const value = read(person)
      if (value === null) return
      const share = weight * (own ? posterior[index]! : 1 - posterior[index]!)
      sum += share
      total += share * value
    })
    return sum > 0 ? total / sum : 0
  }
  const counted = (contrast: Contrast, read: (person: number) => number | null) =>
    shifted(contrast, average(read, true), average(read, false))
  if (isNumeric(indicator)) {
    const read = (person: number) => (Number.isNaN(indicator.values[person]!) ? null : indicator.values[person]!)
    return { ...item, contrasts: item.contrasts.map((contrast) => counted(contrast, read)) }
  }
  const position = (person: number) => (indicator.values[person]! < 0 ? null : indicator.values[person]!)
  return {
    ...item,
    contrasts: item.contrasts.map((contrast, place) => {
      const category = indicator.categories.indexOf(item.categories![place]!)
      return counted(contrast, (person) =>
        indicator.values[person]! < 0 ? null : indicator.values[person] === category ? 1 : 0,
      )
    }),
    ...(item.position ? { position: counted(item.position, position) } : {}),
  }
}

function shifted(contrast: Contrast, these: number, rest: number): Contrast {
  const difference = these - rest
  const shift = difference - contrast.difference
  const [low, high] = [contrast.low + shift, contrast.high + shift]
  // An interval that has come to hold 0 carries no claim any more.
  return { ...contrast, these, rest, difference, low, high, distinctive: contrast.distinctive && (low > 0 || high < 0) }
}
