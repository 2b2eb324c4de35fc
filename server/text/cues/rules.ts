import { attitudeCues } from './attitude.ts'
import { behaviourCues } from './behaviour.ts'
import { experienceCues } from './experience.ts'
import { journeyCues } from './journey.ts'
import { motivationCues } from './motivation.ts'
import { needCues } from './need.ts'
import { painCues } from './pain.ts'
import { preferenceCues } from './preference.ts'
import type { CueRule } from './rule.ts'
import { valueCues } from './value.ts'

/** Changes whenever a rule, a topic or the scope changes, so that a stored suggestion says what made it. */
export const rulesVersion = 'cues-en-2'

export const cueRules: CueRule[] = [
  ...needCues,
  ...painCues,
  ...experienceCues,
  ...behaviourCues,
  ...motivationCues,
  ...attitudeCues,
  ...preferenceCues,
  ...valueCues,
  ...journeyCues,
]
