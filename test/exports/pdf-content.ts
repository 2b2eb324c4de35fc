import { inflateSync } from 'node:zlib'

/** What stands in the file's objects, compressed streams opened. */
export function contentOf(bytes: Uint8Array): string {
  const file = Buffer.from(bytes).toString('latin1')
  let content = file
  for (const { index, 0: mark } of file.matchAll(/stream\r?\n/g)) {
    try {
      content += inflateSync(bytes.subarray(index + mark.length)).toString('latin1')
    } catch {
      // Fonts and pictures use other filters; their bytes hold no structure to look for.
    }
  }
  return content
}
