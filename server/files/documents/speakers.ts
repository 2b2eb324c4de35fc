import { offsetMap, sliceCodePoints } from '../../text/code-points.ts'
import type { Speaker, SpeakerRole, Utterance } from '../../text/document.ts'

/** What the format itself says about roles, by label: stronger than any guess. */
export type RoleHints = Record<string, { role: SpeakerRole; reason: string }>

/** Words that name a role wherever they stand in a label: "Senior Researcher", "Customer 12". */
const anywhere: [SpeakerRole, RegExp][] = [
  [
    'participant',
    /^(?:interviewee|participant|respondent|customer|client|patient|veteran|caller|befragter?|interviewpartner(?:in)?|kund(?:e|in)|teilnehmer(?:in)?|enqu\u00eat\u00e9e?|interview\u00e9e?|participante|entrevistad[oa]|encuestad[oa]|client[ea]|intervistat[oa]|ge\u00efnterviewde|deelnemer|respondentka?|\u0440\u0435\u0441\u043f\u043e\u043d\u0434\u0435\u043d\u0442|\u53d7\u8bbf\u8005|\u53d7\u8a2a\u8005|\u56de\u7b54\u8005|\u0627\u0644\u0645\u0634\u0627\u0631\u0643|\u0627\u0644\u0645\u0634\u0627\u0631\u0643\u0629)\d*$/u,
  ],
  [
    'interviewer',
    /^(?:interviewer|moderator|facilitator|researcher|investigator|interviewerin|moderatorin|entrevistador[a]?|enqu\u00eateur|enqu\u00eatrice|intervieweur|intervieweuse|animateur|animatrice|intervistatore|intervistatrice|moderadora?|\u0438\u043d\u0442\u0435\u0440\u0432\u044c\u044e\u0435\u0440|\u91c7\u8bbf\u8005|\u8bbf\u8c08\u8005|\u63a1\u8a2a\u8005|\u30a4\u30f3\u30bf\u30d3\u30e5\u30a2\u30fc|\u0627\u0644\u0645\u062d\u0627\u0648\u0631|\u0627\u0644\u0628\u0627\u062d\u062b)\d*$/u,
  ],
  ['agent', /^(?:agent|advisor|adviser|representative|operator|helpdesk)\d*$/],
]

/** Words that name a role only when the label holds nothing else but numbers: "User 2", but not "User Interface". */
const alone: [SpeakerRole, RegExp][] = [
  ['system', /^(?:action|system|status|event|narrator|notification)$/],
  ['participant', /^(?:user|guest|visitor|lead|contact|answer|a|p\d*|r\d*|u\d*|id\d+)$/],
  ['interviewer', /^(?:int|interview|mod|host|assistant|ai|bot|claude|question|q|i|iv|inv)\d*$/],
  ['agent', /^(?:rep|support|staff|clerk|seller|salesperson|admin|team)\d*$/],
]

interface Habits {
  turns: number
  questions: number
  words: number
}

/**
 * Who asked and who answered, proposed for a person to confirm: the format's own word, then words in the label, then who
 * asks most of the questions, then nothing. A label that says nothing and habits that do not separate leave everybody a
 * participant when there are several people, and 'unknown' when nobody is named.
 */
export function proposeRoles(text: string, utterances: Utterance[], hints: RoleHints = {}): Speaker[] {
  const habits = habitsByLabel(text, utterances)
  const labels = [...habits.keys()]
  const worded = new Map(labels.map((label) => [label, roleFromLabel(label)]))
  const named = labels.filter((label) => label !== '')
  const roles = new Set(named.map((label) => worded.get(label)))
  // When every label says "agent", as two negotiators called agent_1 and agent_2 do, the word does not tell them apart.
  const wordTellsApart = !(
    named.length > 1 &&
    roles.size === 1 &&
    (roles.has('interviewer') || roles.has('agent') || roles.has('system'))
  )
  const asker = wordTellsApart
    ? askerAmong(
        named.filter((label) => !hints[label] && !worded.get(label)),
        habits,
      )
    : undefined
  const someoneAsks = named.some(
    (label) => hints[label]?.role === 'interviewer' || (wordTellsApart && isAsking(worded.get(label))),
  )

  return labels.map((label) => {
    const { turns, questions } = habits.get(label)!
    const byHint = hints[label]
    if (byHint) return { label, turns, ...byHint }
    const role = wordTellsApart ? worded.get(label) : undefined
    if (role) return { label, role, turns, reason: `The label \u201c${label}\u201d is a usual word for this role.` }
    if (label === '')
      return { label, role: 'unknown', turns, reason: 'Nobody is named here: say whose words these are.' }
    if (someoneAsks)
      return {
        label,
        role: 'participant',
        turns,
        reason: 'Somebody else\u2019s label says who asks, so this person answers.',
      }
    if (asker === label) {
      const share = Math.round((100 * questions) / turns)
      return { label, role: 'interviewer', turns, reason: `Asks most: ${share} % of ${turns} turns end in a question.` }
    }
    if (asker !== undefined)
      return { label, role: 'participant', turns, reason: `Answers: \u201c${asker}\u201d asks most of the questions.` }
    return {
      label,
      role: 'participant',
      turns,
      reason: 'No label and no habit shows who asks, so everybody counts as a participant: please check.',
    }
  })
}

/** Role that words in a label give, if any: whole words only, so "Claire" is no "ai" and "Marie A" no answer. */
export function roleFromLabel(label: string): SpeakerRole | undefined {
  if (/\?$/.test(label)) return 'interviewer' // SonalPi's habit
  const words = label
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
  for (const [role, pattern] of anywhere) if (words.some((word) => pattern.test(word))) return role
  const spoken = words.filter((word) => !/^\d+$/.test(word))
  if (spoken.length !== 1) return undefined
  return alone.find(([, pattern]) => pattern.test(spoken[0]!))?.[0]
}

function isAsking(role: SpeakerRole | undefined): boolean {
  return role === 'interviewer' || role === 'agent'
}

function habitsByLabel(text: string, utterances: Utterance[]): Map<string, Habits> {
  const habits = new Map<string, Habits>()
  const map = offsetMap(text)
  for (const utterance of utterances) {
    const one = habits.get(utterance.speaker) ?? { turns: 0, questions: 0, words: 0 }
    const words = sliceCodePoints(text, map, utterance)
    one.turns++
    if (/[?\uff1f\u061f]["\u201d\u300d)\s]*$/.test(words)) one.questions++
    one.words += words.length
    habits.set(utterance.speaker, one)
  }
  return habits
}

/** The one who clearly asks more than anybody else: three turns in ten at least, and twice the next person's share. */
function askerAmong(labels: string[], habits: Map<string, Habits>): string | undefined {
  if (labels.length < 2) return undefined
  const shares = labels
    .map((label) => ({ label, share: habits.get(label)!.questions / habits.get(label)!.turns }))
    .sort((a, b) => b.share - a.share)
  const [first, second] = shares
  return first!.share >= 0.3 && first!.share >= 2 * second!.share ? first!.label : undefined
}
