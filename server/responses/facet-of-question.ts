import type { Facet } from '../facets.ts'

/** What a closed question most likely measures, by its wording; the researcher can change it. The first that fits decides. */
const signs: [RegExp, Facet][] = [
  [/\b(worr(y|ied|ies)|concern(s|ed)?|frustrat|difficult|hinder|problems?|obstacles?|barriers?|annoy|pain points?|struggle|challeng)/i, 'pain'],
  [/\b(prefer|preferred|preference|favou?rite|rank|rather|which would you choose|like (your|best|most)|first choice)/i, 'preference'],
  [/\b(need|needs|help you most|feature requests?|would help|missing|wish|want to see|look(ing)? for in)\b/i, 'need'],
  [/\b(why|reasons?|motivat\w*|drives? you|pressure|because|in order to|goals?)\b/i, 'motivation'],
  [/\b(how important|importance|matters?|principle|belie(f|ve)|values?|right thing|should)\b/i, 'value'],
  [/\b(satisf\w*|how easy|ease of|easy is|experience (with|of)|stable enough|rate (the|your|our)|quality of)\b/i, 'experience'],
  [/\b(how often|do you (ever|typically|usually|currently|use|eat|watch|check|travel|pay|smoke|drink|gamble|drive|pray)|have you (ever|seen|used|tried)|did you|will you|how do you|how many times|which .* (have you|do you)|used|usually)\b/i, 'behaviour'],
  [/\b(when did|first (heard|learn|used|started)|step|stage|before buying|after (buying|using)|how long have you)\b/i, 'journey'],
] // biome-ignore format: a table

export function facetOfQuestion(wording: string): Facet {
  return signs.find(([pattern]) => pattern.test(wording))?.[1] ?? 'attitude'
}
