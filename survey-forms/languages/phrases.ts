import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ForeignText } from './foreign-text.ts'

/** The languages in which respondents' interface speaks: labels of buttons, notes and messages. */
export const interfaceLanguages = ['en', 'de', 'es', 'ar'] as const
export type InterfaceLanguage = (typeof interfaceLanguages)[number]

/** A phrase: one text, or one for each plural form of `{count}` that its language has. `{name}` stands for a value. */
export type Phrase = string | Partial<Record<Intl.LDMLPluralRule, string>>
export type PhraseBook = Record<string, Phrase>

/** Says a phrase of the interface with its values put in. @throws for a key that no book has: a programmer's mistake */
export type Say = (key: string, values?: Record<string, string | number>) => string

/** The phrases of one interface language, as its file holds them. */
export function phraseBook(language: InterfaceLanguage): PhraseBook {
  let book = books.get(language)
  if (!book) {
    const path = fileURLToPath(new URL(`./${language}.json`, import.meta.url))
    book = JSON.parse(readFileSync(path, 'utf8')) as PhraseBook
    books.set(language, book)
  }
  return book
}

const books = new Map<InterfaceLanguage, PhraseBook>()

/** The interface language for texts in this language: its own, or English. */
export function interfaceLanguageOf(language: string): InterfaceLanguage {
  const main = language.toLowerCase().split('-')[0]
  return interfaceLanguages.find((one) => one === main) ?? 'en'
}

/**
 * The interface's voice beside texts in this language. Where it has none of its own it speaks English, and each phrase
 * says so of itself, so that a screen reader pronounces it as English.
 */
export function sayIn(language: string): Say {
  let say = voices.get(language)
  if (!say) {
    const spoken = interfaceLanguageOf(language)
    const isOwn = language.toLowerCase().split('-')[0] === spoken
    const plain = plainVoice(spoken)
    say = isOwn ? plain : (key, values) => new ForeignText(plain(key, values), spoken) as unknown as string
    if (voices.size > 200) voices.clear()
    voices.set(language, say)
  }
  return say
}

const voices = new Map<string, Say>()

function plainVoice(language: InterfaceLanguage): Say {
  const book = phraseBook(language)
  const plural = new Intl.PluralRules(language)
  return (key, values = {}) => {
    const phrase = book[key]
    if (phrase === undefined) throw new Error(`No phrase is called ${key}.`)
    const text = typeof phrase === 'string' ? phrase : (phrase[plural.select(Number(values.count))] ?? phrase.other!)
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  }
}

export const sayEnglish: Say = (key, values) => sayIn('en')(key, values)

/** A language by its own name, such as Deutsch. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}
