/** Run by npm after install, so that the first start takes seconds. Never fails an install: the first start makes up for it. */
const [major = 0] = process.versions.node.split('.').map(Number)
if (major >= 24) {
  try {
    const { templatePath } = await import('./template.ts')
    await templatePath()
  } catch (error) {
    process.stderr.write(
      `The database template will be made at the first start instead (${(error as Error).message}).\n`,
    )
  }
}
process.exit(0)
