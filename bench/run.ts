/** Runs every bench and prints one table: `npm run bench`, or `npm run bench -- tagging` for those whose name contains a word. */
export interface BenchRow {
  name: string
  value: number
  unit: string
  /** How many times faster (above 1) or slower than `against`, measured in the same run. */
  ratio?: number
  against?: string
}

const benches: Record<string, () => Promise<() => Promise<BenchRow[]>>> = {
  'latent-class': async () => (await import('./latent-class.ts')).latentClassBench,
  tagging: async () => (await import('./tagging.ts')).taggingBench,
  files: async () => (await import('./files.ts')).filesBench,
  document: async () => (await import('./document.ts')).documentBench,
  'response-export': async () => (await import('./response-export.ts')).responseExportBench,
  'page-post': async () => (await import('./page-post.ts')).pagePostBench,
}

const wanted = process.argv.slice(2)
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue
  process.stdout.write(`\n${name}\n`)
  const run = await load()
  for (const row of await run()) {
    const ratio = row.ratio === undefined ? '' : `  ${row.ratio.toPrecision(3)} × ${row.against ?? ''}`
    process.stdout.write(`  ${row.name.padEnd(64)} ${row.value.toPrecision(4).padStart(12)} ${row.unit}${ratio}\n`)
  }
}
process.exit(0)
