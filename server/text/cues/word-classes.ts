const list = (words: string): string[] => words.trim().split(/\s+/)

/** Words that patterns name by class; a member with ~ stands for every word of its stem. */
export const wordClasses: Record<string, string[]> = {
  me: list('i we'),
  my: list('my our'),
  us: list('me us'),
  it: list('it they this that these those which he she you'),
  be: list("is are was were be been being am 's"),
  have: list('have has had having'),
  would: list("would 'd should could might"),
  adverb: list(
    `really just also always still definitely absolutely actually often usually probably maybe generally certainly truly only
    even simply mostly mainly very so much highly quite pretty kind sort of to a bit little then now almost currently personally
    honestly constantly typically normally sometimes strongly deeply particularly especially genuinely fully completely totally
    extremely incredibly super too somewhat rather fairly quickly frequently basically primarily regularly occasionally well`,
  ),
  frequency: list(
    'always often usually typically normally generally regularly frequently daily weekly monthly sometimes occasionally rarely mostly constantly',
  ),
  good: list(
    `good great helpful useful amazing excellent fantastic wonderful awesome valuable beneficial positive nice brilliant perfect
    incredible effective efficient impressive convenient intuitive invaluable best better fun exciting enjoyable easy handy
    satisfying rewarding pleasant handy easier faster safer cheaper safe solid decent neat reliable accurate interesting fascinating worthwhile important powerful game-changer`,
  ),
  bad: list(
    `bad terrible awful horrible useless poor annoying frustrating disappointing boring worst worse weird creepy scary concerning
    worrying worrisome dangerous harmful unhelpful ugly lame bland generic soulless mediocre overrated unethical wrong lazy
    impersonal robotic unfair unacceptable ridiculous pointless stupid sloppy untrustworthy unreliable depressing sad gross misleading incorrect condescending sycophantic`,
  ),
  pain: list(
    `~frustrating ~annoying ~confusing ~tedious ~cumbersome ~overwhelming ~difficult ~painful ~stressful ~exhausting ~slow ~clunky
    ~complicated ~challenging ~buggy ~unreliable ~inaccurate ~inconsistent ~inconvenient hard tricky tough
    tiring time-consuming laborious repetitive expensive costly unclear impossible messy burdensome irritating daunting
    harder tougher trickier slower nightmare headache hassle bottleneck struggle problem issue`,
  ),
  feel: list(
    'love loves loved like liked enjoy enjoyed hate hated dislike disliked appreciate appreciated adore adored despise trust trusted distrust',
  ),
  fear: list(
    'worry worried worries concern concerned concerns afraid fear fearful scared scares nervous anxious uneasy wary skeptical sceptical hesitant apprehensive cautious uncomfortable',
  ),
  hope: list(
    'excited optimistic hopeful confident comfortable happy pleased glad grateful thankful satisfied impressed amazed relieved proud eager enthusiastic',
  ),
  think: list('think believe feel find consider guess suppose reckon'),
  use: list(
    `use check read write ask run start create make work spend go look search review edit test compare ask double-check verify
    rely turn build draft prompt copy paste generate plan keep do talk upload feed give take try brainstorm research print
    send call watch listen buy shop order eat drink visit open save put type tend explore utilize utilise employ`,
  ),
  past: list(
    `used tried went had got started made found asked told came took worked wrote did saw gave decided noticed realized realised
    learned learnt spent bought called spoke talked received needed created built ran tested switched stopped lost sent
    discovered experienced struggled submitted applied completed graduated served retired attended joined moved helped
    began broke brought chose drew drove felt fell forgot grew heard held kept knew led left let meant met
    paid put ran sold set stood understood won`,
  ),
  /** Base forms with which English asks or advises; they begin a sentence seldom otherwise. */
  imperative: list(
    `add allow ask avoid be beware book bring buy call change check choose come consider create do drop eat enable
    enjoy ensure expect find fix forget get give go grab have head hire implement improve include increase introduce
    join keep leave let look make move open order pack pay plan prepare provide put read remember remove replace
    request reserve return save see send show skip spend start stay stick stop support take tell treat try turn
    update upgrade use visit wait walk watch wear`,
  ),
  modal: list("would 'd could might"),
  person: list(
    'he she they people someone somebody everyone boss manager colleague colleagues coworker coworkers team users customers clients wife husband partner friend friends others',
  ),
}
