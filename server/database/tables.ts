import type { ColumnType, Generated } from 'kysely'

/** The tables as Kysely sees them. The migrations decide; test/database/tables.test.ts holds the two against each other. */
export interface Tables {
  workspace: WorkspaceTable
  account: AccountTable
  accountInvitation: AccountInvitationTable
  accessKey: AccessKeyTable
  session: SessionTable
  setupToken: SetupTokenTable
  study: StudyTable
  survey: SurveyTable
  surveyVersion: SurveyVersionTable
  studyVariable: StudyVariableTable
  code: CodeTable
  codeChange: CodeChangeTable
  codeChangeTag: CodeChangeTagTable
  codeClassifier: CodeClassifierTable
  sentenceReview: SentenceReviewTable
  storedFile: StoredFileTable
  storedFilePiece: StoredFilePieceTable
  responseImport: ResponseImportTable
  documentUploadFile: DocumentUploadFileTable
  task: TaskTable
  person: PersonTable
  respondent: RespondentTable
  respondentCounter: RespondentCounterTable
  personKey: PersonKeyTable
  consent: ConsentTable
  response: ResponseTable
  studyQuality: StudyQualityTable
  responseQuality: ResponseQualityTable
  responseDecision: ResponseDecisionTable
  quotaCell: QuotaCellTable
  quotaPlace: QuotaPlaceTable
  surveyDraftStep: SurveyDraftStepTable
  surveyImage: SurveyImageTable
  singleUseLink: SingleUseLinkTable
  answeredLink: AnsweredLinkTable
  invitationUpload: InvitationUploadTable
  invitation: InvitationTable
  mailOptOut: MailOptOutTable
  mailKey: MailKeyTable
  invitationMessage: InvitationMessageTable
  invitationMail: InvitationMailTable
  document: DocumentTable
  speaker: SpeakerTable
  utterance: UtteranceTable
  tag: TagTable
  documentEdit: DocumentEditTable
  documentConsent: DocumentConsentTable
  redaction: RedactionTable
  redactionPseudonym: RedactionPseudonymTable
  redactionTerm: RedactionTermTable
  tagAction: TagActionTable
  memo: MemoTable
  codingRound: CodingRoundTable
  codingCoder: CodingCoderTable
  codingDocument: CodingDocumentTable
  codingTag: CodingTagTable
  codingResolution: CodingResolutionTable
  customer: CustomerTable
  purchase: PurchaseTable
  visit: VisitTable
  customerImport: CustomerImportTable
  segmentFamily: SegmentFamilyTable
  segmentMembership: SegmentMembershipTable
  interviewGroup: InterviewGroupTable
  interviewGroupMember: InterviewGroupMemberTable
  personaSet: PersonaSetTable
  personaSetRevision: PersonaSetRevisionTable
  persona: PersonaTable
  personaInterpretation: PersonaInterpretationTable
  claim: ClaimTable
  claimSpan: ClaimSpanTable
  personaMembership: PersonaMembershipTable
  claimEdit: ClaimEditTable
  publication: PublicationTable
  shareLink: ShareLinkTable
  exploration: ExplorationTable
  classAssignment: ClassAssignmentTable
  erasure: ErasureTable
  workspaceBrand: WorkspaceBrandTable
}

type Timestamp = ColumnType<Date, Date, Date>
type TimestampOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>
type WholeNumber = ColumnType<number, number, number>
type WholeNumberWithDefault = ColumnType<number, number | undefined, number>
/** Written as text (an array given as a jsonb parameter fails on pg), read as what it holds. */
export type Json = ColumnType<unknown, string, string>
type JsonWithDefault = ColumnType<unknown, string | undefined, string>
type JsonOrNull = ColumnType<unknown, string | null | undefined, string | null>

export interface WorkspaceTable {
  id: string
  name: string
  createdAt: Timestamp
}

export interface AccountTable {
  id: string
  workspaceId: string
  email: string
  name: string
  passwordHash: string
  role: 'owner' | 'researcher' | 'viewer'
  failedSignIns: Generated<number>
  lockedUntil: TimestampOrNull
  /** Closed: signs in no more, but what it decided keeps its name. */
  closedAt: TimestampOrNull
  createdAt: Timestamp
}

export interface AccountInvitationTable {
  id: string
  workspaceId: string
  secretHash: Buffer
  /** Who it is for, as the owner wrote it. */
  invitee: string
  role: 'owner' | 'researcher' | 'viewer'
  /** Set when it lets an existing account choose a new password instead of making one. */
  accountId: string | null
  accountName: string
  createdAt: Timestamp
  expiresAt: Timestamp
}

export interface AccessKeyTable {
  id: string
  workspaceId: string
  secretHash: Buffer
  /** What the key is for, as whoever made it wrote it. */
  holder: string
  accountName: string
  createdAt: Timestamp
  expiresAt: Timestamp
  revokedAt: TimestampOrNull
  lastUsedOn: ColumnType<string | null, string | null | undefined, string | null>
}

export interface SessionTable {
  tokenHash: Buffer
  workspaceId: string
  accountId: string
  createdAt: Timestamp
  expiresAt: Timestamp
}

export interface SetupTokenTable {
  tokenHash: Buffer
  createdAt: Timestamp
}

export interface StudyTable {
  id: string
  workspaceId: string
  name: string
  decision: string
  isSimulated: Generated<boolean>
  tagThreshold: Generated<number>
  createdAt: Timestamp
}

/** Anybody; whoever has a code that works once; people who were invited by name. */
export type LinkMode = 'open' | 'single_use' | 'personal'

export interface SurveyTable {
  id: string
  workspaceId: string
  studyId: string
  title: string
  draft: Json
  state: 'draft' | 'open' | 'closed'
  publishedVersion: number | null
  linkMode: Generated<LinkMode>
  isAnonymous: Generated<boolean>
  mostReminders: Generated<number>
  daysBetweenMails: Generated<number>
  openedAt: TimestampOrNull
  closedAt: TimestampOrNull
  createdAt: Timestamp
}

export interface SurveyVersionTable {
  surveyId: string
  version: number
  workspaceId: string
  definition: Json
  publishedAt: Timestamp
}

export interface StudyVariableTable {
  studyId: string
  name: string
  workspaceId: string
  position: number
  definition: Json
}

export interface CodeTable {
  studyId: string
  key: string
  workspaceId: string
  facet: string
  name: string
  definition: string
  whenToUse: Generated<string>
  whenNotToUse: Generated<string>
  example: Generated<string>
  position: number
  retiredAt: TimestampOrNull
  /** Key of the code that says the opposite. */
  opposite: ColumnType<string | null, string | null | undefined, string | null>
  /** Key of the code it stands under. */
  parent: ColumnType<string | null, string | null | undefined, string | null>
  /** Key of the code that its tags went to. */
  mergedInto: ColumnType<string | null, string | null | undefined, string | null>
  lastChange: Generated<number>
}

export interface CodeChangeTable {
  studyId: string
  number: number
  workspaceId: string
  kind: 'added' | 'worded' | 'moved' | 'merged' | 'split' | 'retired' | 'returned' | 'imported' | 'undone'
  about: string
  other: Generated<string>
  differences: Json
  tagsMoved: Generated<number>
  tagsJoined: Generated<number>
  undoes: ColumnType<number | null, number | null | undefined, number | null>
  accountId: string
  madeAt: Timestamp
}

export interface CodeChangeTagTable {
  personId: string
  studyId: string
  number: number
  tagId: string
  position: number
  workspaceId: string
  sourceId: string
  fromCode: string
  toCode: string
  joined: JsonOrNull
}

export interface StoredFileTable {
  id: string
  workspaceId: string
  studyId: string
  name: string
  purpose: string
  size: WholeNumber
  sha256: string
  createdAt: Timestamp
}

export interface StoredFilePieceTable {
  fileId: string
  piece: number
  workspaceId: string
  bytes: Buffer
}

export interface ResponseImportTable {
  id: string
  workspaceId: string
  studyId: string
  fileId: string | null
  fileName: string
  state: 'proposed' | 'importing' | 'done' | 'failed'
  proposal: Json
  basis: Generated<string>
  readCount: Generated<number>
  keptCount: Generated<number>
  refused: JsonWithDefault
  message: string | null
  createdAt: Timestamp
}

export interface DocumentUploadFileTable {
  uploadId: string
  position: number
  workspaceId: string
  studyId: string
  name: string
  fileId: string | null
  state: 'waiting' | 'kept' | 'refused'
  documents: Generated<number>
  reason: Generated<string>
}

export interface TaskTable {
  id: string
  workspaceId: string
  studyId: string
  kind: string
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  subjectId: string | null
  input: JsonWithDefault
  stage: Generated<string>
  doneCount: Generated<number>
  totalCount: Generated<number>
  message: string | null
  createdAt: Timestamp
  startedAt: TimestampOrNull
  endedAt: TimestampOrNull
}

export interface PersonTable {
  id: string
  workspaceId: string
  createdAt: Timestamp
}

export interface RespondentTable {
  personId: string
  studyId: string
  workspaceId: string
  label: string
}

export interface RespondentCounterTable {
  studyId: string
  workspaceId: string
  lastNumber: number
}

export interface PersonKeyTable {
  workspaceId: string
  key: string
  personId: string
}

export interface ConsentTable {
  personId: string
  purpose: 'analysis' | 'quoting' | 'recontact'
  at: Timestamp
  workspaceId: string
  studyId: string
  isGranted: boolean
  wording: string
  basis: string
}

export interface ResponseTable {
  personId: string
  id: string
  workspaceId: string
  studyId: string
  surveyId: string | null
  version: number | null
  importId: string | null
  outcome: 'in_progress' | 'completed' | 'partial' | 'screened_out' | 'over_quota'
  answers: JsonWithDefault
  drafts: JsonWithDefault
  shownOrder: JsonWithDefault
  pageSeconds: JsonWithDefault
  page: Generated<number>
  revision: Generated<number>
  seed: WholeNumberWithDefault
  language: Generated<string>
  urlFields: JsonWithDefault
  secretHash: Buffer | null
  secretExpiresAt: TimestampOrNull
  endedBy: string | null
  quotaCells: JsonWithDefault
  linkCodeHash: Buffer | null
  startedAt: TimestampOrNull
  completedAt: TimestampOrNull
}

export interface StudyQualityTable {
  studyId: string
  workspaceId: string
  settings: JsonWithDefault
  /** The check whose rows count; null before the first one. */
  checkId: ColumnType<string | null, string | null | undefined, string | null>
  checkedAt: TimestampOrNull
  notes: JsonWithDefault
}

export interface ResponseQualityTable {
  personId: string
  responseId: string
  checkId: string
  workspaceId: string
  studyId: string
  measures: Json
  flags: Json
  isSuspect: boolean
}

export interface ResponseDecisionTable {
  personId: string
  id: string
  responseId: string
  workspaceId: string
  studyId: string
  decision: 'kept' | 'set_aside'
  reason: string
  accountName: string
  decidedAt: Timestamp
  endedAt: TimestampOrNull
}

export interface QuotaCellTable {
  surveyId: string
  cell: string
  workspaceId: string
  places: number
  placesHeld: Generated<number>
  placesTaken: Generated<number>
}

export interface SurveyDraftStepTable {
  surveyId: string
  number: number
  workspaceId: string
  /** The draft before the change; once it is taken back, the draft after it. */
  draft: Json
  /** The change in words. */
  what: string
  isUndone: boolean
}

export interface SurveyImageTable {
  surveyId: string
  /** SHA-256 of the bytes, base64url. */
  name: string
  workspaceId: string
  mediaType: string
  bytes: Buffer
  createdAt: Timestamp
}

export interface QuotaPlaceTable {
  personId: string
  responseId: string
  cell: string
  workspaceId: string
  surveyId: string
  state: 'held' | 'taken' | 'lapsed'
  heldUntil: Timestamp
}

export interface SingleUseLinkTable {
  surveyId: string
  codeHash: Buffer
  workspaceId: string
  createdAt: Timestamp
  spentAt: TimestampOrNull
}

export interface AnsweredLinkTable {
  secretHash: Buffer
  workspaceId: string
  surveyId: string
}

export interface InvitationUploadTable {
  id: string
  workspaceId: string
  surveyId: string
  fileId: string | null
  fileName: string
  state: 'proposed' | 'importing' | 'done' | 'failed'
  proposal: Json
  basis: Generated<string>
  readCount: Generated<number>
  keptCount: Generated<number>
  refusedCount: Generated<number>
  refused: JsonWithDefault
  message: string | null
  createdAt: Timestamp
}

export interface InvitationTable {
  personId: string
  surveyId: string
  workspaceId: string
  uploadId: string
  code: string
  codeHash: Buffer
  email: Generated<string>
  emailHash: Buffer | null
  name: Generated<string>
  language: Generated<string>
  fields: JsonWithDefault
  isFinished: Generated<boolean>
  createdAt: Timestamp
}

export interface MailOptOutTable {
  workspaceId: string
  emailHash: Buffer
  at: Timestamp
}

export interface MailKeyTable {
  workspaceId: string
  key: Buffer
}

export interface InvitationMessageTable {
  surveyId: string
  kind: 'invitation' | 'reminder'
  language: string
  workspaceId: string
  subject: string
  body: string
}

export interface InvitationMailTable {
  personId: string
  id: string
  workspaceId: string
  surveyId: string
  batchId: string
  kind: 'invitation' | 'reminder'
  state: 'waiting' | 'sending' | 'sent' | 'refused' | 'unknown' | 'dropped'
  attempts: Generated<number>
  reason: Generated<string>
  createdAt: Timestamp
  claimedAt: TimestampOrNull
  sentAt: TimestampOrNull
}

export interface DocumentTable {
  personId: string
  id: string
  workspaceId: string
  studyId: string
  number: number
  name: string
  kind: 'interview' | 'conversation' | 'notes' | 'text'
  format: string
  text: string
  textSha256: string
  warnings: JsonWithDefault
  areSpeakersConfirmed: Generated<boolean>
  textRevision: Generated<number>
  fileId: string | null
  createdAt: Timestamp
}

export interface SpeakerTable {
  personId: string
  documentId: string
  label: string
  workspaceId: string
  role: 'participant' | 'interviewer' | 'agent' | 'system' | 'unknown'
  reason: string
  turns: number
  position: number
}

export interface UtteranceTable {
  personId: string
  documentId: string
  position: number
  workspaceId: string
  speaker: string
  startCodePoint: number
  endCodePoint: number
  startMilliseconds: number | null
  isAsNoted: Generated<boolean>
  words: number
}

export interface TagTable {
  personId: string
  id: string
  workspaceId: string
  studyId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  item: Generated<string>
  speaker: Generated<string>
  startCodePoint: number
  endCodePoint: number
  facet: string
  code: string | null
  strength: number | null
  probability: number | null
  reason: string
  rules: Generated<string>
  state: 'suggested' | 'accepted' | 'rejected'
  decidedBy: string | null
  decidedAt: TimestampOrNull
  createdAt: Timestamp
  areWordsChanged: Generated<boolean>
  /** Ranges of the words that carried it, in code points from the tag's start. */
  evidence: ColumnType<[number, number][], string | undefined, string>
}

export interface CodeClassifierTable {
  studyId: string
  workspaceId: string
  version: number
  examples: number
  learnt: Buffer | null
  trainedAt: Timestamp
}

export interface SentenceReviewTable {
  personId: string
  id: string
  workspaceId: string
  studyId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  item: Generated<string>
  startCodePoint: number
  endCodePoint: number
  sampling: 'random' | 'chosen'
  said: ColumnType<string[], string, string>
  found: ColumnType<string[], string, string>
  rules: string
  reviewedBy: string | null
  reviewedAt: Timestamp
}

export interface DocumentEditTable {
  personId: string
  documentId: string
  number: number
  workspaceId: string
  kind: 'words' | 'joined' | 'divided' | 'speaker' | 'renamed' | 'reread'
  change: Json
  accountId: string
  madeAt: Timestamp
  undoneAt: TimestampOrNull
}

export interface DocumentConsentTable {
  personId: string
  documentId: string
  purpose: 'analysis' | 'quoting' | 'recontact'
  at: Timestamp
  workspaceId: string
  studyId: string
  isGranted: boolean
  basis: string
  accountId: string
}

export interface RedactionTable {
  personId: string
  id: string
  workspaceId: string
  studyId: string
  documentId: string
  startCodePoint: number
  endCodePoint: number
  kind: 'person' | 'email' | 'phone' | 'address' | 'card' | 'link' | 'number' | 'term'
  wordsHash: string
  number: number | null
  state: 'accepted' | 'rejected'
  decidedBy: string
  decidedAt: Timestamp
}

export interface TagActionTable {
  personId: string
  id: string
  workspaceId: string
  studyId: string
  accountId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  item: Generated<string>
  startCodePoint: number
  kind: 'accepted' | 'rejected' | 'reopened' | 'added' | 'removed' | 'recoded' | 'moved'
  facet: string
  code: string | null
  /** Rows of tags that the step changed, as they were before it and as it left them. */
  before: Json
  after: Json
  madeAt: Timestamp
  undoneAt: TimestampOrNull
}

export interface MemoTable {
  personId: string
  id: string
  workspaceId: string
  studyId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  item: Generated<string>
  /** Null for a memo on the whole source. */
  tagId: string | null
  text: string
  writtenBy: string
  writtenAt: Timestamp
  changedAt: TimestampOrNull
}

export interface CodingRoundTable {
  id: string
  workspaceId: string
  studyId: string
  number: number
  unit: 'sentence' | 'turn'
  /** What coders may give: labels, each with its scale where it has one. */
  labels: Json
  /** How its documents were chosen, in the words of the page. */
  sampling: string
  showsSuggestions: boolean
  startedBy: string
  startedAt: Timestamp
  closedBy: string | null
  closedAt: TimestampOrNull
}

export interface CodingCoderTable {
  roundId: string
  position: number
  workspaceId: string
  accountId: string
}

export interface CodingDocumentTable {
  personId: string
  roundId: string
  documentId: string
  workspaceId: string
  firstDoneAt: TimestampOrNull
  secondDoneAt: TimestampOrNull
}

export interface CodingTagTable {
  personId: string
  id: string
  workspaceId: string
  roundId: string
  documentId: string
  coder: number
  startCodePoint: number
  endCodePoint: number
  /** A code's key, or "facet:need". */
  label: string
  value: number | null
  /** Passed: a suggestion that the coder did not take. */
  state: 'said' | 'passed'
  /** Earlier: the coder's own tag of the study from before the round. */
  origin: 'hand' | 'suggestion' | 'earlier'
  madeAt: Timestamp
}

export interface CodingResolutionTable {
  personId: string
  id: string
  workspaceId: string
  roundId: string
  documentId: string
  startCodePoint: number
  endCodePoint: number
  choice: 'first' | 'second' | 'both' | 'neither' | 'other'
  /** Labels that the unit has from then on. */
  labels: Json
  resolvedBy: string
  resolvedAt: Timestamp
}

export interface RedactionPseudonymTable {
  studyId: string
  kind: string
  wordsHash: string
  workspaceId: string
  number: number
}

export interface RedactionTermTable {
  id: string
  workspaceId: string
  studyId: string
  words: string
  wordsHash: string
  createdAt: Timestamp
}

export interface CustomerTable {
  personId: string
  workspaceId: string
  key: string
  attributes: JsonWithDefault
  isSimulated: Generated<boolean>
}

export interface PurchaseTable {
  personId: string
  id: string
  workspaceId: string
  purchasedOn: string
  amount: number
}

export interface VisitTable {
  personId: string
  visitedOn: string
  workspaceId: string
}

export interface CustomerImportTable {
  id: string
  workspaceId: string
  studyId: string
  fileId: string | null
  fileName: string
  kind: 'customers' | 'purchases' | 'visits'
  state: 'proposed' | 'importing' | 'done' | 'failed'
  proposal: Json
  timeZone: Generated<string>
  readCount: Generated<number>
  keptCount: Generated<number>
  refusedCount: Generated<number>
  refused: JsonWithDefault
  message: string | null
  createdAt: Timestamp
}

export interface SegmentFamilyTable {
  id: string
  workspaceId: string
  isSimulated: Generated<boolean>
  name: string
  kind: string
  asOf: TimestampOrNull
  definition: Json
  segments: Json
  warnings: Json
  createdAt: Timestamp
}

export interface SegmentMembershipTable {
  personId: string
  familyId: string
  workspaceId: string
  segment: string
}

export interface InterviewGroupTable {
  id: string
  workspaceId: string
  studyId: string
  name: string
  createdAt: Timestamp
}

export interface InterviewGroupMemberTable {
  personId: string
  studyId: string
  workspaceId: string
  groupId: string
}

export interface PersonaSetTable {
  id: string
  workspaceId: string
  studyId: string
  number: number
  seed: number
  dataHash: string
  softwareVersion: string
  settings: Json
  word: 'natural' | 'reproducible' | 'constructive' | 'none'
  analysis: Json
  dataUntil: TimestampOrNull
  recountedAt: TimestampOrNull
  createdAt: Timestamp
}

export interface PersonaSetRevisionTable {
  personaSetId: string
  revision: number
  workspaceId: string
  word: 'natural' | 'reproducible' | 'constructive' | 'none'
  verdict: Json
  changed: string
  at: Timestamp
}

export interface PersonaTable {
  personaSetId: string
  key: string
  workspaceId: string
  number: number
  name: string
  tagline: string
  isNameEdited: Generated<boolean>
  view: Json
}

export interface PersonaInterpretationTable {
  personaSetId: string
  personaKey: string
  kind: 'do' | 'dont'
  position: number
  workspaceId: string
  text: string
  author: string
  writtenAt: Timestamp
}

export interface ClaimTable {
  personaSetId: string
  id: string
  workspaceId: string
  personaKey: string
  position: number
  zone: string
  kind: string
  facet: string | null
  text: string
  grade: 'A' | 'B' | 'C' | 'H' | 'X'
  survey: JsonOrNull
  interviews: JsonOrNull
  detail: Json
  editedWords: ColumnType<string | null, string | null | undefined, string | null>
  editedFrom: ColumnType<string | null, string | null | undefined, string | null>
  reviewBy: TimestampOrNull
}

export interface ClaimSpanTable {
  personId: string
  personaSetId: string
  claimId: string
  position: number
  workspaceId: string
  sourceKind: 'document' | 'answer'
  sourceId: string
  item: Generated<string>
  startCodePoint: number
  endCodePoint: number
  isCounter: Generated<boolean>
  quotable: 'consented' | 'internal' | 'noted' | 'refused'
}

export interface PersonaMembershipTable {
  personId: string
  personaSetId: string
  workspaceId: string
  personaKey: string | null
  probability: number | null
  margin: number | null
  posterior: Json
  weight: Generated<number>
  status: 'member' | 'between' | 'unassigned' | 'projected'
}

export interface ClaimEditTable {
  id: string
  workspaceId: string
  personaSetId: string
  claimId: string
  kind: 'words' | 'undo' | 'statement' | 'withdrawal' | 'review'
  wordsBefore: string
  wordsAfter: string
  accountName: string
  at: Timestamp
}

export interface PublicationTable {
  id: string
  workspaceId: string
  studyId: string
  /** Null where a publication was taken back. */
  personaSetId: string | null
  note: Generated<string>
  accountName: string
  at: Timestamp
}

export interface ShareLinkTable {
  id: string
  workspaceId: string
  personaSetId: string
  secretHash: Buffer
  /** Whom it was made for, as the researcher names them. */
  reader: string
  accountName: string
  createdAt: Timestamp
  expiresAt: Timestamp
  revokedAt: TimestampOrNull
  lastUsedOn: ColumnType<string | null, string | null | undefined, string | null>
}

export interface ExplorationTable {
  personaSetId: string
  workspaceId: string
  sizes: Json
  isSameData: boolean
  madeAt: Timestamp
}

export interface ClassAssignmentTable {
  personId: string
  personaSetId: string
  workspaceId: string
  /** A digit a model, from two groups up; '-' for somebody in none. */
  classes: string
}

export interface ErasureTable {
  id: string
  workspaceId: string
  reason: string
  counts: Json
  erasedAt: Timestamp
}

export interface WorkspaceBrandTable {
  workspaceId: string
  accent: string | null
  logo: Buffer | null
  logoType: 'image/png' | 'image/jpeg' | null
  logoAlt: Generated<string>
  updatedAt: Timestamp
}
