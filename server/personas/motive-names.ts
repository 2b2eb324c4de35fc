/** A motive as the words of an axis end, a code or an option give it, and what a persona that leans to it may be called. */
export interface MotiveName {
  words: RegExp
  name: string
  tagline: string
}

/** The first that fits gives the name. Motives only: nothing here speaks of age, gender, income or place. */
export const motiveNames: MotiveName[] = [
  // Phrases that a wider word further down would take for something else.
  { words: /\b(taking my time|takes? (my|their) time)\b/i, name: 'The Slow Decider', tagline: 'Time is part of it' },
  {
    words: /\b(nothing added|clear price|no hidden|small print)\b/i,
    name: 'The Straight Deal',
    tagline: 'No small print',
  },
  { words: /\b(near me|small shop|local(ly)?)\b/i, name: 'The Near Shop', tagline: 'Keeps it close' },
  { words: /\b(fits? my life)\b/i, name: 'The Good Fit', tagline: 'It has to fit what is there' },
  { words: /\b(off my list|get it done)\b/i, name: 'The List Ticker', tagline: 'Done is done' },
  {
    words: /\b(proof|evidence|reviews?|others.{0,3} experience|tested|tests?|facts?|certainty)\b/i,
    name: 'The Proof Seeker',
    tagline: 'Proof before promises',
  },
  {
    words: /\b(trust\w*|reliab\w*|dependab\w*|honest\w*)\b/i,
    name: 'The Trust Builder',
    tagline: 'Trust first, then everything else',
  },
  {
    words: /\b(latest|trends?|newest|novelty|something new|new to me|before others|fashion\w*|innovat\w*)\b/i,
    name: 'The Front Runner',
    tagline: 'First to try what is new',
  },
  {
    words: /\b(own style|individual\w*|unique\w*|self-expression|different from|who I am)\b/i,
    name: 'The Own Style',
    tagline: 'Not what everyone has',
  },
  {
    words: /\b(last(s|ing)?|durab\w*|long-?term|repairs?|repairable|buy again soon)\b/i,
    name: 'The Long View',
    tagline: 'Made to last, or left alone',
  },
  {
    words:
      /\b(price|cheap\w*|low cost|cost|afford\w*|budget|planned to spend|save money|saving money|discounts?|deals?)\b/i,
    name: 'The Careful Spender',
    tagline: 'What it costs comes first',
  },
  { words: /\b(quality|well made|craft\w*)\b/i, name: 'The Quality Keeper', tagline: 'Good, or not at all' },
  {
    words: /\b(sustainab\w*|environment\w*|climate|energy use|green|harm to nature|throwing away)\b/i,
    name: 'The Light Footprint',
    tagline: 'Less taken, less wasted',
  },
  {
    words: /\b(privacy|private|data protection|confidential\w*)\b/i,
    name: 'The Closed Door',
    tagline: 'My business stays mine',
  },
  {
    words: /\b(safe|safety|secure|security|risks?|badly wrong|giving it back)\b/i,
    name: 'The Safe Hand',
    tagline: 'No risk without a reason',
  },
  {
    words: /\b(at once|quick\w*|fast|faster|speed|save time|saving time|have it soon|efficien\w*)\b/i,
    name: 'The Time Saver',
    tagline: 'Just make it quick',
  },
  {
    words: /\b(eas(y|e|ier)|simple|simplicity|convenien\w*|effortless)\b/i,
    name: 'The Easy Way',
    tagline: 'Without a manual',
  },
  {
    words: /\b(slowly|think(ing)? (it )?over|compar\w*|research\w*|inform\w*|details?)\b/i,
    name: 'The Thorough Reader',
    tagline: 'Reads all of it, then decides',
  },
  {
    words: /\b(hunch|instinct|gut|spontan\w*|impuls\w*)\b/i,
    name: 'The Own Hunch',
    tagline: 'Knows it when it is there',
  },
  {
    words: /\b(control|own decisions?|independen\w*|autonom\w*|myself)\b/i,
    name: 'The Own Hand',
    tagline: 'Decides without being led',
  },
  {
    words: /\b(support|helps me when|advice|guidance|service|someone to (ask|talk))\b/i,
    name: 'The Good Advice',
    tagline: 'Someone who answers',
  },
  {
    words: /\b(learn\w*|curio\w*|understand\w*|knowledge|skills?)\b/i,
    name: 'The Keen Learner',
    tagline: 'Wants to know how it works',
  },
  { words: /\b(creativ\w*|ideas?|express\w*|make things)\b/i, name: 'The Maker', tagline: 'Makes something of it' },
  {
    words: /\b(familiar\w*|habit\w*|what works|tradition\w*|proven|same brand|already know)\b/i,
    name: 'The Steady Hand',
    tagline: 'Keeps what works',
  },
  {
    words: /\b(people|together|communit\w*|belong\w*|friends?|social|share|sharing)\b/i,
    name: 'The Good Company',
    tagline: 'Better with others',
  },
  {
    words: /\b(fun|enjoy\w*|pleasure|entertain\w*|play\w*|treat myself)\b/i,
    name: 'The Joy Finder',
    tagline: 'It should be a pleasure',
  },
  {
    words: /\b(fair\w*|equal\w*|justice|right thing|ethic\w*)\b/i,
    name: 'The Fair Dealer',
    tagline: 'The same for everyone',
  },
  {
    words: /\b(recogni\w*|status|success|achiev\w*|career|ambiti\w*)\b/i,
    name: 'The Climber',
    tagline: 'Wants it to count',
  },
  {
    words: /\b(comfort\w*|calm|quiet|relax\w*|peace)\b/i,
    name: 'The Quiet Corner',
    tagline: 'Calm is worth something',
  },
]
