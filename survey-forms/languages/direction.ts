const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** Which way the texts of a language run, from its script where that is named, else from the language. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const [main, ...rest] = language.split('-')
  const script = rest.find((part) => part.length === 4)?.toLowerCase()
  if (script) return ['arab', 'hebr', 'thaa', 'syrc', 'nkoo', 'adlm'].includes(script) ? 'rtl' : 'ltr'
  return rightToLeft.has(main.toLowerCase()) ? 'rtl' : 'ltr'
}
