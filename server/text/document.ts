/** What a file that holds words becomes, whatever its format. */
export interface ParsedDocument {
  /** Path or file name, plus ` #3` when a file holds several. */
  name: string
  format: DocumentFormat
  kind: 'interview' | 'conversation' | 'notes' | 'text'
  /** Canonical: LF newlines, no BOM, no NUL, NFC; every offset below counts Unicode code points of it, half-open. */
  text: string
  utterances: Utterance[]
  speakers: Speaker[]
  /** Id of the person in the source, where the file says so (a row's id): joins the document to a survey response. */
  personKey?: string
  /** Plain sentences for the researcher: what was guessed, skipped or odd. */
  warnings: string[]
}

export type DocumentFormat =
  | 'vtt'
  | 'srt'
  | 'sbv'
  | 'text'
  | 'markdown'
  | 'docx'
  | 'notes'
  | 'csv-interviews'
  | 'csv-turns'
  | 'json'
  | 'odt'
  | 'rtf'
  | 'pdf'
  | 'html'
  | 'chat'

export interface Utterance {
  /** Label as written in the source, '' when nobody is named. */
  speaker: string
  /** Range of the spoken words only (not the label), in code points of the document's text. */
  start: number
  end: number
  startMs?: number
  endMs?: number
  /** A note-taker's words about an answer: never a verbatim quote. */
  asNoted?: boolean
}

export interface Speaker {
  label: string
  role: SpeakerRole
  /** Why this role was proposed, in plain words. */
  reason: string
  turns: number
}

export type SpeakerRole = 'participant' | 'interviewer' | 'agent' | 'system' | 'unknown'
