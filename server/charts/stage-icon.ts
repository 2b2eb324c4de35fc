/**
 * Signs for stages and touchpoints of a journey, lines in a box of 24 × 24. Few, drawn for this product, and always beside the word
 * they stand for: a sign that nobody knows says nothing.
 */
const signs: { names: RegExp; path: string }[] = [
  // An ear of sound: somebody hears of it or notices.
  {
    names: /\b(hear|notic|aware|discover|find out|learn)\w*|\bsees?\b/i,
    path: 'M4 10v4h4l6 5V5l-6 5zM17.5 9a4 4 0 0 1 0 6M20 6.5a7.5 7.5 0 0 1 0 11',
  },
  // Two words to each other: asking somebody.
  {
    names: /\b(ask|talk|chat|call|phone|help|support|advice|contact|service)\w*/i,
    path: 'M4 5h16v11h-9l-4 4v-4H4zM8 9.5h8M8 12.5h5',
  },
  // A glass over a list: looking and comparing.
  {
    names: /\b(weigh|compar|consider|search|look|read|review|research|choos|decid|evaluat)\w*/i,
    path: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM15.2 15.2L20.5 20.5M8 9.2h5M8 12h3.5',
  },
  // A shop's awning: buying and beginning.
  {
    names: /\b(begin|start|buy|bought|purchas|order|pay|sign|join|shop|store|book)\w*/i,
    path: 'M4 9.5L5.5 4.5h13L20 9.5M4 9.5a2.7 2.7 0 0 0 5.3 0a2.7 2.7 0 0 0 5.4 0a2.7 2.7 0 0 0 5.3 0M5.5 12.5V20h13v-7.5M10 20v-4.5h4V20',
  },
  // A wheel that turns: daily use.
  {
    names: /\b(us(e|es|ing|age)|daily|everyday|run|wear|eat|play|visit)\b/i,
    path: 'M12 4a8 8 0 1 0 8 8M20 4.5V12h-7.5M12 8v4l2.5 2.5',
  },
  // Two ways from one place: changing or leaving.
  {
    names: /\b(chang|leav|left|cancel|switch|return|renew|end|quit|stop)\w*/i,
    path: 'M4 12h7l5-6h4M16.8 2.8L20 6l-3.2 3.2M11 12l5 6h4M16.8 14.8L20 18l-3.2 3.2',
  },
  // One to two: passing it on.
  {
    names: /\b(pass|tell|told|recommend|advoca|share|sharing|word|post)\w*/i,
    path: 'M6 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM18 3.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM18 15.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM8.2 10.9L15.8 7.2M8.2 13.1L15.8 16.8',
  },
]

/** The sign of a stage or touchpoint by its name; '' where none says the same as the name. */
export function stageIcon(name: string): string {
  const found = signs.find(({ names }) => names.test(name))
  return found ? `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${found.path}"/></svg>` : ''
}
