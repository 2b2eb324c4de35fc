import type { Facet } from '../../facets.ts'

/**
 * Words that choose a code under a facet once a cue has given the facet: English words compared by stem.
 * Keys are codes of the default codebook; a test holds the two together.
 */
export const topicWords: Record<string, string> = {
  'need.information':
    'information know find explain understand answer knowledge list guide instruction detail clarity clear status track website research data source citation',
  'need.speed': 'fast faster quick quickly speed instant wait time immediately',
  'need.ease': 'easy easier simple simpler intuitive plain straightforward usable accessible',
  'need.control': 'control choose customise customize adjust edit undo own decide option setting limit cancel change',
  'need.reliability': 'reliable accurate accuracy consistent correct trust error mistake verify safe secure stable',
  'need.support':
    'help support assistance guidance advice contact call somebody someone person human teach train training',
  'need.cost': 'price cheap cheaper cost afford affordable free money fee refund discount pay',
  'need.privacy': 'privacy private confidential secure data security anonymous',
  'need.capability':
    'able feature function tool remember integrate connect format image voice understand context memory generate create capability',
  'need.supplies': 'food water firewood wood extra package packages supply supplies item order card size',
  'pain.difficulty': 'difficult hard challenge complicated tricky tough struggle complex',
  'pain.slowness': 'slow wait forever hours delay late long',
  'pain.failure': 'crash error bug fail broken wrong incorrect mistake hallucinate inaccurate glitch',
  'pain.cost': 'expensive cost price pay fee money charge',
  'pain.confusion': 'confuse unclear overwhelm lost misunderstand understand vague jargon',
  'pain.effort': 'tedious manual repeat redo rewrite time effort repetitive cumbersome laborious',
  'pain.quality': 'generic bland boring robotic quality shallow soulless poor bad repetitive formulaic',
  'pain.worry': 'worry concern fear afraid anxious nervous replace job privacy',
  'pain.obstacle': 'cannot block restrict limit deny refuse access stuck',
  'motivation.time': 'time hours quick quickly fast faster speed efficient efficiency productive productivity save',
  'motivation.quality': 'quality better improve accurate accuracy error mistake polish professional best correct',
  'motivation.learning': 'learn understand know knowledge skill explore curious curiosity study grow',
  'motivation.creativity': 'creative creativity idea inspire inspiration brainstorm imagination art express',
  'motivation.money': 'money cost cheaper income pay afford sell earn profit',
  'motivation.people': 'people family client customer student audience team help patient reader share',
  'motivation.ease': 'easy easier simple stress peace relax free tedious repetitive',
  'motivation.goal': 'goal aim objective career publish finish achieve build',
  'attitude.favourable':
    'love like enjoy appreciate great good helpful useful amazing excellent fantastic best valuable wonderful efficient',
  'attitude.unfavourable':
    'hate dislike bad terrible useless annoying wrong worst poor frustrating against lame boring disappoint',
  'attitude.trust': 'trust rely reliable skeptical confidence grain verify',
  'attitude.concern': 'worry concern afraid fear scary nervous danger risk threat replace',
  'attitude.hope': 'hope excite future optimistic potential confident grateful proud',
  'preference.alternative': 'rather instead prefer over better than',
  'preference.way': 'myself own human hand personal way control',
  'preference.favourite': 'favorite favourite go-to best choice',
  'behaviour.routine': 'usually always often daily every routine regularly week day',
  'behaviour.checking': 'check verify review double-check proofread compare validate fact-check confirm cross-check',
  'behaviour.searching': 'search look google find research browse read',
  'behaviour.making': 'write draft create make build code design edit generate brainstorm outline',
  'behaviour.asking': 'ask prompt feed give tell input',
  'behaviour.workaround': 'instead manually hand spreadsheet copy paste',
  'behaviour.avoidance': 'avoid not never careful',
  'behaviour.use': 'use rely',
  'experience.success':
    'help great success well worked saved better good excellent amazing improved impressed surprised',
  'experience.failure': 'wrong fail error mistake lost incorrect disappoint frustrate broken problem bad trouble',
  'experience.first': 'first begin start initially',
  'experience.background': 'career years school degree studied served',
  'value.authenticity': 'authentic voice own original originality genuine real creativity style human identity soul',
  'value.fairness': 'fair unfair pay credit steal equal justice ethical plagiarism copyright',
  'value.honesty': 'honest transparent truth accurate integrity cheat trust accountability',
  'value.privacy': 'privacy private confidential data security',
  'value.independence': 'independent independence freedom autonomy myself control ownership decide',
  'value.relationships': 'family people relationship friend community connection human client patient student',
  'value.quality': 'quality craft excellence accuracy detail good best accurate correct',
  'value.growth': 'learn grow skill think critical challenge education',
}

/** Codes that say each other's opposite: a topic word that is denied speaks for the other one. */
export const opposites: Record<string, string> = {
  'attitude.favourable': 'attitude.unfavourable',
  'attitude.unfavourable': 'attitude.favourable',
  'experience.success': 'experience.failure',
  'experience.failure': 'experience.success',
}

/** Codes under a facet that topic words may choose. */
export function topicsOf(facet: Facet): [string, string[]][] {
  return Object.entries(topicWords)
    .filter(([code]) => code.startsWith(`${facet}.`))
    .map(([code, words]) => [code, words.split(' ')])
}
