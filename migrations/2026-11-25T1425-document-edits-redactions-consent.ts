import { type Kysely, sql } from 'kysely'

/**
 * What happens to a document after it came in: edits that can be taken back, redactions, consent of its own.
 * The uploaded file of a document may go (somebody else in it was erased); the document then names no file.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const study = 'foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade'
const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'
const document = 'foreign key (person_id, document_id) references document (person_id, id) on delete cascade'

const statements = [
  // Whoever edits says which text they read, so that two tabs never edit past each other.
  'alter table document add column text_revision integer not null default 0',
  `update document set file_id = null
    where file_id is not null and not exists (select 1 from stored_file where stored_file.id = document.file_id)`,
  `alter table document add constraint document_file foreign key (file_id, workspace_id)
    references stored_file (id, workspace_id) on delete set null (file_id)`,
  'create index document_of_file on document (file_id)',
  'alter table tag add column are_words_changed boolean not null default false',
  `create table document_edit (
    person_id uuid not null,
    document_id uuid not null,
    number integer not null,
    workspace_id uuid not null,
    kind text not null check (kind in ('words', 'joined', 'divided', 'speaker', 'renamed', 'reread')),
    change jsonb not null,
    account_id uuid not null,
    made_at timestamptz not null,
    undone_at timestamptz,
    primary key (person_id, document_id, number),
    ${document}, ${person}
  )`,
  // Consent of one document, where it differs from what the person agreed to in the study; the newest record of a purpose counts.
  `create table document_consent (
    person_id uuid not null,
    document_id uuid not null,
    purpose text not null check (purpose in ('analysis', 'quoting', 'recontact')),
    at timestamptz not null,
    workspace_id uuid not null,
    study_id uuid not null,
    is_granted boolean not null,
    basis text not null,
    account_id uuid not null,
    primary key (person_id, document_id, purpose, at),
    ${document}, ${person}, ${study}
  )`,
  // A range that readers outside see as a numbered pseudonym (accepted), or that somebody said names nobody (rejected).
  `create table redaction (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    document_id uuid not null,
    start_code_point integer not null,
    end_code_point integer not null check (end_code_point > start_code_point),
    kind text not null check (kind in ('person', 'email', 'phone', 'address', 'card', 'link', 'number', 'term')),
    words_hash text not null,
    number integer,
    state text not null check (state in ('accepted', 'rejected')),
    decided_by uuid not null,
    decided_at timestamptz not null,
    primary key (person_id, id),
    check ((state = 'accepted') = (number is not null)),
    ${document}, ${person}, ${study}
  )`,
  'create index redaction_of_document on redaction (person_id, document_id)',
  'create index redaction_of_words on redaction (study_id, kind, words_hash)',
  // The same words get the same number throughout a study. Words are kept as a hash: the table names nobody.
  `create table redaction_pseudonym (
    study_id uuid not null,
    kind text not null,
    words_hash text not null,
    workspace_id uuid not null,
    number integer not null,
    primary key (study_id, kind, words_hash),
    unique (study_id, kind, number),
    ${study}
  )`,
  // Words the researcher wants replaced wherever they stand: a project, a town, somebody who is talked about.
  `create table redaction_term (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    words text not null,
    words_hash text not null,
    created_at timestamptz not null,
    unique (study_id, words_hash),
    ${study}
  )`,
]
