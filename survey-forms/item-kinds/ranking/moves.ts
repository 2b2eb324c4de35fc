import { type FormBody, oneValue } from '../../form-body.ts'
import { rowKey } from '../agreement-matrix/schema.ts'
import { placeCount, type Ranking } from './schema.ts'

/** The name of the buttons that move an option; their value is its field and a direction, "needs_price:up". */
export const moveField = '_rank'

/** The field of the option that a posted form moves; null where its button was not pressed. */
export function movedKey(body: FormBody): string | null {
  return /^([A-Za-z]\w*):(?:up|down)$/.exec(oneValue(body, moveField))?.[1] ?? null
}

/**
 * The places after the option whose button was pressed went one up or down, by field; null where none of this item's was.
 * Up from no place is the next one that is free; down from the last that is given is no place. Places that were given
 * twice or left out are numbered anew.
 */
export function movedPlaces(item: Ranking, body: FormBody): Record<string, string> | null {
  const key = movedKey(body)
  const keys = item.options.map((one) => rowKey(item.code, one.code))
  if (!key || !keys.includes(key)) return null
  const count = placeCount(item)
  const placeOf = (one: string) => {
    const place = Number(oneValue(body, one) || Number.NaN)
    return Number.isInteger(place) && place >= 1 && place <= count ? place : null
  }
  const placed = keys.filter((one) => placeOf(one) !== null).sort((a, b) => placeOf(a)! - placeOf(b)!)
  const at = placed.indexOf(key)
  const isUp = oneValue(body, moveField).endsWith(':up')
  if (at < 0) {
    if (isUp && placed.length < count) placed.push(key)
  } else if (isUp && at > 0) [placed[at - 1], placed[at]] = [key, placed[at - 1]!]
  else if (!isUp && at < placed.length - 1) [placed[at], placed[at + 1]] = [placed[at + 1]!, key]
  else if (!isUp) placed.pop()
  return Object.fromEntries(keys.map((one) => [one, placed.includes(one) ? String(placed.indexOf(one) + 1) : '']))
}
