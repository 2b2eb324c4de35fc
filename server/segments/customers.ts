/** Where a file about customers keeps what. Values are column positions. */
export interface PurchaseColumns {
  customer: number
  date: number
  /** Absent: every purchase counts 0, and only recency and frequency mean something. */
  amount?: number
  quantity?: number
}

export interface VisitColumns {
  customer: number
  time: number
}

const customerHeader = [
  /^(customer|client|user|person|member|contact|account|shopper|buyer|subscriber|respondent|visitor|company|organi[sz]ation)[ _.-]?(id|key|no\.?|number|code|uuid)$/i,
  /^(kunden?|client)(nummer|nr|id)$/i,
  /^(customer|client|user|member|account|person|key|email|e-mail|visitor)$/i,
  /^_?(id|uuid|key)$/i,
  /(customer|client|user|visitor)/i,
  /\bid$/i,
]
const dateHeader = [
  /^(purchase|order|transaction|invoice|sale|payment|visit|session|event)[ _.-]?(date|time|datetime|at|timestamp|day)$/i,
  /^(date|day|datum|timestamp|time|visited|purchased|ordered)([ _.-]?(at|on))?$/i,
  /date|_at$|timestamp|datum/i,
  /time|day/i,
]
const amountHeader = [
  /^(total|order|purchase|transaction|invoice|net|gross|sales?|line)?[ _.-]?(amount|value|price|total|revenue|spend|betrag|umsatz)$/i,
  /amount|price|revenue|spend|total|sales|betrag|umsatz/i,
]
const quantityHeader = [/^(quantity|qty|units|count|pieces|menge|anzahl)$/i, /quantity|qty|units/i]
const unitPriceHeader = /\b(unit|item|list)[ _.-]?price\b|^price per/i

/** The columns of a file of purchases by their headers, or what is missing in plain words. */
export function recognisePurchases(headers: string[]): PurchaseColumns | string {
  const customer = firstMatch(headers, customerHeader)
  const date = firstMatch(headers, dateHeader, [customer])
  if (customer === undefined) return 'no column names the customer (customer_id, id, email)'
  if (date === undefined) return 'no column holds the date of the purchase'
  const amount = firstMatch(headers, amountHeader, [customer, date])
  const quantity = firstMatch(headers, quantityHeader, [customer, date, amount])
  const columns: PurchaseColumns = { customer, date }
  if (amount !== undefined) columns.amount = amount
  // A price for one piece has to be multiplied; an amount already is the whole.
  if (amount !== undefined && quantity !== undefined && unitPriceHeader.test(headers[amount]!))
    columns.quantity = quantity
  return columns
}

/** The columns of a file of visits by their headers, or what is missing in plain words. */
export function recogniseVisits(headers: string[]): VisitColumns | string {
  const customer = firstMatch(headers, customerHeader)
  const time = firstMatch(headers, dateHeader, [customer])
  if (customer === undefined) return 'no column names the visitor (customer_id, id, email)'
  if (time === undefined) return 'no column holds the time of the visit'
  return { customer, time }
}

/** The key of a file of customers: a column named as one whose values are all different, else the first with different values. */
export function recogniseCustomerKey(headers: string[], isUnique: (column: number) => boolean): number | undefined {
  for (const pattern of customerHeader) {
    const named = headers.findIndex((header, column) => pattern.test(header.trim()) && isUnique(column))
    if (named !== -1) return named
  }
  const first = headers.findIndex((_, column) => isUnique(column))
  return first === -1 ? undefined : first
}

function firstMatch(headers: string[], patterns: RegExp[], taken: (number | undefined)[] = []): number | undefined {
  for (const pattern of patterns) {
    const found = headers.findIndex((header, index) => !taken.includes(index) && pattern.test(header.trim()))
    if (found !== -1) return found
  }
  return undefined
}
