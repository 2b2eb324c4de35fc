import { type Kysely, sql } from 'kysely'

/**
 * The first schema. Three rules hold for every table:
 * - a row says which workspace it belongs to, and its foreign keys carry the workspace, so that no row can point across;
 * - a table about a person has person_id first in its key and falls with the person (on delete cascade): one erasure, one place;
 * - no unique constraint on such a table lacks person_id, and there are no triggers (it distributes on Citus as it is).
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const study = 'foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade'
const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'

const statements = [
  // ---- who works here
  `create table workspace (
    id uuid primary key,
    name text not null,
    created_at timestamptz not null
  )`,
  `create table account (
    id uuid primary key,
    workspace_id uuid not null references workspace (id) on delete cascade,
    email text not null unique check (email = lower(email)),
    name text not null,
    password_hash text not null,
    role text not null check (role in ('owner', 'researcher', 'viewer')),
    failed_sign_ins integer not null default 0,
    locked_until timestamptz,
    created_at timestamptz not null,
    unique (id, workspace_id)
  )`,
  `create table session (
    token_hash bytea primary key,
    workspace_id uuid not null,
    account_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    foreign key (account_id, workspace_id) references account (id, workspace_id) on delete cascade
  )`,
  // A token proves that whoever makes the owner's account can read the server's terminal. It exists before any workspace does.
  'create table setup_token (token_hash bytea primary key, created_at timestamptz not null)',

  // ---- what is studied
  `create table study (
    id uuid primary key,
    workspace_id uuid not null references workspace (id) on delete cascade,
    name text not null,
    decision text not null,
    is_simulated boolean not null default false,
    tag_threshold double precision not null default 0.6,
    created_at timestamptz not null,
    unique (id, workspace_id)
  )`,
  `create table survey (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    title text not null,
    draft jsonb not null,
    state text not null check (state in ('draft', 'open', 'closed')),
    published_version integer,
    opened_at timestamptz,
    closed_at timestamptz,
    created_at timestamptz not null,
    unique (id, workspace_id),
    ${study}
  )`,
  `create table survey_version (
    survey_id uuid not null,
    version integer not null,
    workspace_id uuid not null,
    definition jsonb not null,
    published_at timestamptz not null,
    primary key (survey_id, version),
    foreign key (survey_id, workspace_id) references survey (id, workspace_id) on delete cascade
  )`,
  // What a study's answers mean: one row a variable, from survey versions and from imported files.
  `create table study_variable (
    study_id uuid not null,
    name text not null,
    workspace_id uuid not null,
    position integer not null,
    definition jsonb not null,
    primary key (study_id, name),
    ${study}
  )`,
  `create table code (
    study_id uuid not null,
    key text not null,
    workspace_id uuid not null,
    facet text not null,
    name text not null,
    definition text not null,
    when_to_use text not null default '',
    when_not_to_use text not null default '',
    example text not null default '',
    position integer not null,
    retired_at timestamptz,
    primary key (study_id, key),
    ${study}
  )`,
  // Files between upload and import, in pieces, so that neither side holds a whole file in memory.
  `create table stored_file (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    name text not null,
    purpose text not null,
    size bigint not null,
    sha256 text not null,
    created_at timestamptz not null,
    unique (id, workspace_id),
    ${study}
  )`,
  `create table stored_file_piece (
    file_id uuid not null,
    piece integer not null,
    workspace_id uuid not null,
    bytes bytea not null,
    primary key (file_id, piece),
    foreign key (file_id, workspace_id) references stored_file (id, workspace_id) on delete cascade
  )`,
  `create table response_import (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    file_id uuid,
    file_name text not null,
    state text not null check (state in ('proposed', 'importing', 'done', 'failed')),
    proposal jsonb not null,
    basis text not null default '',
    read_count integer not null default 0,
    kept_count integer not null default 0,
    refused jsonb not null default '[]',
    message text,
    created_at timestamptz not null,
    unique (id, workspace_id),
    foreign key (file_id, workspace_id) references stored_file (id, workspace_id) on delete set null (file_id),
    ${study}
  )`,
  // What became of each file of an upload of interviews. A file that is gone (its person was erased) takes its line along.
  `create table document_upload_file (
    upload_id uuid not null,
    position integer not null,
    workspace_id uuid not null,
    study_id uuid not null,
    name text not null,
    file_id uuid,
    state text not null check (state in ('waiting', 'kept', 'refused')),
    documents integer not null default 0,
    reason text not null default '',
    primary key (upload_id, position),
    foreign key (file_id, workspace_id) references stored_file (id, workspace_id) on delete cascade,
    ${study}
  )`,
  'create index document_upload_file_of_study on document_upload_file (workspace_id, study_id, upload_id)',
  // Long work: what runs, how far it is, and whether somebody asked it to stop.
  `create table task (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    kind text not null,
    state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
    subject_id uuid,
    input jsonb not null default '{}',
    stage text not null default '',
    done_count integer not null default 0,
    total_count integer not null default 0,
    message text,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    unique (id, workspace_id),
    ${study}
  )`,
  'create index task_of_study on task (workspace_id, study_id, created_at)',

  // ---- people, and everything about them
  `create table person (
    id uuid primary key,
    workspace_id uuid not null references workspace (id) on delete cascade,
    created_at timestamptz not null,
    unique (id, workspace_id)
  )`,
  `create table respondent (
    person_id uuid not null,
    study_id uuid not null,
    workspace_id uuid not null,
    label text not null,
    primary key (person_id, study_id),
    ${person}, ${study}
  )`,
  'create index respondent_of_study on respondent (workspace_id, study_id)',
  // Labels such as R-0213 count up per study; the counter has its own row so that two tabs never take one number.
  `create table respondent_counter (
    study_id uuid primary key,
    workspace_id uuid not null,
    last_number integer not null,
    ${study}
  )`,
  // The key a person is known by elsewhere (a customer number, a panel id). Unique across people, so it has a table of its own.
  `create table person_key (
    workspace_id uuid not null,
    key text not null,
    person_id uuid not null,
    primary key (workspace_id, key),
    ${person}
  )`,
  'create index person_key_of_person on person_key (person_id)',
  `create table consent (
    person_id uuid not null,
    purpose text not null check (purpose in ('analysis', 'quoting', 'recontact')),
    at timestamptz not null,
    workspace_id uuid not null,
    study_id uuid not null,
    is_granted boolean not null,
    wording text not null,
    basis text not null,
    primary key (person_id, study_id, purpose, at),
    ${person}, ${study}
  )`,
  // revision counts saves: whoever saves says which one they read, so two tabs can't undo each other's answers.
  `create table response (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    survey_id uuid,
    version integer,
    import_id uuid,
    outcome text not null check (outcome in ('in_progress', 'completed', 'partial', 'screened_out', 'over_quota')),
    answers jsonb not null default '{}',
    drafts jsonb not null default '{}',
    shown_order jsonb not null default '{}',
    page_seconds jsonb not null default '{}',
    page integer not null default 0,
    revision integer not null default 0,
    seed bigint not null default 0,
    language text not null default 'en',
    url_fields jsonb not null default '{}',
    secret_hash bytea,
    secret_expires_at timestamptz,
    started_at timestamptz,
    completed_at timestamptz,
    primary key (person_id, id),
    ${person}, ${study}
  )`,
  'create index response_of_study on response (workspace_id, study_id, id)',
  'create index response_of_survey on response (workspace_id, survey_id)',
  `create table document (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    number integer not null,
    name text not null,
    kind text not null check (kind in ('interview', 'conversation', 'notes', 'text')),
    format text not null,
    text text not null,
    text_sha256 text not null,
    warnings jsonb not null default '[]',
    are_speakers_confirmed boolean not null default false,
    file_id uuid,
    created_at timestamptz not null,
    primary key (person_id, id),
    ${person}, ${study}
  )`,
  'create index document_of_study on document (workspace_id, study_id, id)',
  `create table speaker (
    person_id uuid not null,
    document_id uuid not null,
    label text not null,
    workspace_id uuid not null,
    role text not null check (role in ('participant', 'interviewer', 'agent', 'system', 'unknown')),
    reason text not null,
    turns integer not null,
    position integer not null,
    primary key (person_id, document_id, label),
    foreign key (person_id, document_id) references document (person_id, id) on delete cascade,
    ${person}
  )`,
  `create table utterance (
    person_id uuid not null,
    document_id uuid not null,
    position integer not null,
    workspace_id uuid not null,
    speaker text not null,
    start_code_point integer not null,
    end_code_point integer not null check (end_code_point >= start_code_point),
    start_milliseconds integer,
    is_as_noted boolean not null default false,
    words integer not null,
    primary key (person_id, document_id, position),
    foreign key (person_id, document_id) references document (person_id, id) on delete cascade,
    ${person}
  )`,
  // A tag covers a range of a document's text or of one open answer: source_kind and source_id say which, item says the question.
  `create table tag (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    source_kind text not null check (source_kind in ('document', 'answer')),
    source_id uuid not null,
    item text not null default '',
    speaker text not null default '',
    start_code_point integer not null,
    end_code_point integer not null check (end_code_point > start_code_point),
    facet text not null,
    code text,
    strength double precision,
    probability double precision,
    reason text not null,
    rules text not null default '',
    state text not null check (state in ('suggested', 'accepted', 'rejected')),
    decided_by uuid,
    decided_at timestamptz,
    created_at timestamptz not null,
    primary key (person_id, id),
    ${person}, ${study}
  )`,
  'create index tag_of_study on tag (workspace_id, study_id, facet)',
  'create index tag_of_source on tag (person_id, source_id)',

  // ---- customers and segments
  // Simulated customers belong to a simulated study and never stand in a segment beside real ones.
  `create table customer (
    person_id uuid primary key,
    workspace_id uuid not null,
    key text not null,
    attributes jsonb not null default '{}',
    is_simulated boolean not null default false,
    ${person}
  )`,
  'create index customer_of_workspace on customer (workspace_id, person_id)',
  `create table purchase (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    purchased_on date not null,
    amount double precision not null,
    primary key (person_id, id),
    ${person}
  )`,
  'create index purchase_of_workspace on purchase (workspace_id, person_id)',
  // Days, not times: segments ask for no more, so no more is kept.
  `create table visit (
    person_id uuid not null,
    visited_on date not null,
    workspace_id uuid not null,
    primary key (person_id, visited_on),
    ${person}
  )`,
  'create index visit_of_workspace on visit (workspace_id, person_id)',
  // A file of customers, purchases or visits between upload and import, and what became of it.
  `create table customer_import (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    file_id uuid,
    file_name text not null,
    kind text not null check (kind in ('customers', 'purchases', 'visits')),
    state text not null check (state in ('proposed', 'importing', 'done', 'failed')),
    proposal jsonb not null,
    time_zone text not null default 'UTC',
    read_count integer not null default 0,
    kept_count integer not null default 0,
    refused_count integer not null default 0,
    refused jsonb not null default '[]',
    message text,
    created_at timestamptz not null,
    unique (id, workspace_id),
    foreign key (file_id, workspace_id) references stored_file (id, workspace_id) on delete set null (file_id),
    ${study}
  )`,
  'create index customer_import_of_study on customer_import (workspace_id, study_id)',
  `create table segment_family (
    id uuid primary key,
    workspace_id uuid not null references workspace (id) on delete cascade,
    is_simulated boolean not null default false,
    name text not null,
    kind text not null,
    as_of timestamptz,
    definition jsonb not null,
    segments jsonb not null,
    warnings jsonb not null,
    created_at timestamptz not null,
    unique (id, workspace_id),
    unique (workspace_id, is_simulated, name)
  )`,
  `create table segment_membership (
    person_id uuid not null,
    family_id uuid not null,
    workspace_id uuid not null,
    segment text not null,
    primary key (person_id, family_id),
    foreign key (family_id, workspace_id) references segment_family (id, workspace_id) on delete cascade,
    ${person}
  )`,
  'create index segment_membership_of_family on segment_membership (workspace_id, family_id)',

  // ---- personas
  `create table persona_set (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    number integer not null,
    seed integer not null,
    data_hash text not null,
    software_version text not null,
    settings jsonb not null,
    word text not null check (word in ('natural', 'reproducible', 'constructive', 'none')),
    analysis jsonb not null,
    data_until timestamptz,
    recounted_at timestamptz,
    created_at timestamptz not null,
    unique (id, workspace_id),
    ${study}
  )`,
  `create table persona (
    persona_set_id uuid not null,
    key text not null,
    workspace_id uuid not null,
    number integer not null,
    name text not null,
    tagline text not null,
    is_name_edited boolean not null default false,
    view jsonb not null,
    primary key (persona_set_id, key),
    foreign key (persona_set_id, workspace_id) references persona_set (id, workspace_id) on delete cascade
  )`,
  `create table claim (
    persona_set_id uuid not null,
    id text not null,
    workspace_id uuid not null,
    persona_key text not null,
    position integer not null,
    zone text not null,
    kind text not null,
    facet text,
    text text not null,
    grade text not null check (grade in ('A', 'B', 'C', 'H', 'X')),
    survey jsonb,
    interviews jsonb,
    detail jsonb not null,
    primary key (persona_set_id, id),
    foreign key (persona_set_id, persona_key) references persona (persona_set_id, key) on delete cascade,
    foreign key (persona_set_id, workspace_id) references persona_set (id, workspace_id) on delete cascade
  )`,
  // Evidence in words: a reference to a range, never a copy, so that an erased person takes their words along.
  `create table claim_span (
    person_id uuid not null,
    persona_set_id uuid not null,
    claim_id text not null,
    position integer not null,
    workspace_id uuid not null,
    source_kind text not null check (source_kind in ('document', 'answer')),
    source_id uuid not null,
    item text not null default '',
    start_code_point integer not null,
    end_code_point integer not null,
    is_counter boolean not null default false,
    quotable text not null check (quotable in ('consented', 'internal', 'noted', 'refused')),
    primary key (person_id, persona_set_id, claim_id, position),
    foreign key (persona_set_id, claim_id) references claim (persona_set_id, id) on delete cascade,
    ${person}
  )`,
  'create index claim_span_of_claim on claim_span (persona_set_id, claim_id)',
  `create table persona_membership (
    person_id uuid not null,
    persona_set_id uuid not null,
    workspace_id uuid not null,
    persona_key text,
    probability double precision,
    margin double precision,
    posterior jsonb not null,
    weight double precision not null default 1,
    status text not null check (status in ('member', 'between', 'unassigned', 'projected')),
    primary key (person_id, persona_set_id),
    foreign key (persona_set_id, workspace_id) references persona_set (id, workspace_id) on delete cascade,
    ${person}
  )`,
  'create index persona_membership_of_set on persona_membership (workspace_id, persona_set_id)',

  // ---- what was erased: a random id, a time and a reason, nothing about the person
  `create table erasure (
    id uuid primary key,
    workspace_id uuid not null references workspace (id) on delete cascade,
    reason text not null,
    counts jsonb not null,
    erased_at timestamptz not null
  )`,
]
