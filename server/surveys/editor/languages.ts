const names = new Intl.DisplayNames('en', { type: 'language' })

/** A language by its English name; the tag itself for one that has none. */
export function languageName(language: string): string {
  return names.of(language) ?? language
}
