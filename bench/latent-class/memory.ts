/** Prints the peak memory of a process of its own that fits planted answers: `node bench/latent-class/memory.ts PEOPLE`. */
import { fitLatentClasses } from '../../server/statistics/latent-class/fit.ts'
import { observe } from '../../server/statistics/latent-class/observations.ts'
import { bench, plantedAnswers } from './planted-answers.ts'

const data = plantedAnswers(Number(process.argv[2]), 4)
const answers = data.indicators.reduce((bytes, { values }) => bytes + values.byteLength, 0)
const before = process.resourceUsage().maxRSS / 1024
const observations = observe(data)
const collapsed = process.resourceUsage().maxRSS / 1024
fitLatentClasses(observations, { classes: bench.classes, starts: bench.starts, seed: 1 })
const fitted = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ answers: answers / 2 ** 20, before, collapsed, fitted }))
