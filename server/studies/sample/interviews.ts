import { type Random, randomFrom, seedOf } from '../../statistics/random.ts'
import { probes, questions, stories, type Story, topics } from './interview-stories.ts'
import { pick } from './latent-types.ts'

export interface SampleInterview {
  /** File name; its ending says the format. */
  name: string
  content: string
  story: Story
}

interface Turn {
  speaker: string
  words: string
}

const interviewer = 'Interviewer'
const probeShare = 0.42
const wordsPerSecond = 2.6

/** Twelve transcripts, every other one with times (WebVTT), the others as "Name: words". Same seed, same bytes. */
export function interviewsOf(seed: number): SampleInterview[] {
  return stories.map((story, index) => {
    const turns = conversation(story, randomFrom(seedOf(seed, 'interview', index)))
    const number = String(index + 1).padStart(2, '0')
    const isTimed = index % 2 === 0
    return {
      name: `interview-${number}.${isTimed ? 'vtt' : 'txt'}`,
      content: isTimed ? asWebVtt(turns) : asText(turns),
      story,
    }
  })
}

function conversation(story: Story, random: Random): Turn[] {
  const ask = (words: string): Turn => ({ speaker: interviewer, words })
  const say = (words: string): Turn => ({ speaker: story.label, words })
  const turns = [
    ask(
      'Thank you for taking the time. Before we start: is it all right if I record this and quote you without your name?',
    ),
    say(pick(random, ['Yes, that is fine.', 'Yes, of course.', 'Sure, go ahead.', 'Without my name, yes.'])),
  ]
  const unused = [...probes]
  for (const topic of topics) {
    turns.push(ask(pick(random, questions[topic])), say(story.answers[topic]))
    if (unused.length === 0 || random.next() >= probeShare) continue
    const [probe] = unused.splice(random.integer(unused.length), 1)
    turns.push(ask(probe!.ask), say(pick(random, probe!.replies[story.type])))
  }
  turns.push(ask('Thank you, that was very helpful.'), say(pick(random, ['You’re welcome.', 'Thank you.', 'Gladly.'])))
  return turns
}

function asText(turns: Turn[]): string {
  return turns.map(({ speaker, words }) => `${speaker}: ${words}\n`).join('\n')
}

function asWebVtt(turns: Turn[]): string {
  let second = 4
  const cues = turns.map(({ speaker, words }) => {
    const length = 1 + words.split(' ').length / wordsPerSecond
    const cue = `${clock(second)} --> ${clock(second + length)}\n<v ${speaker}>${words}</v>\n`
    second += length + 0.6
    return cue
  })
  return `WEBVTT\n\n${cues.join('\n')}`
}

function clock(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  const parts = [Math.floor(milliseconds / 3_600_000), Math.floor(milliseconds / 60_000) % 60]
  const rest = ((milliseconds % 60_000) / 1000).toFixed(3).padStart(6, '0')
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}:${rest}`
}
