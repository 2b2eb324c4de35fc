import { type Kysely, sql } from 'kysely'

/**
 * People invited to a survey, each with a link of their own; the lists they came from; who wants no mail.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'
const survey = 'foreign key (survey_id, workspace_id) references survey (id, workspace_id) on delete cascade'

const statements = [
  `create table invitation_upload (
    id uuid primary key,
    workspace_id uuid not null,
    survey_id uuid not null,
    file_id uuid,
    file_name text not null,
    state text not null check (state in ('proposed', 'importing', 'done', 'failed')),
    proposal jsonb not null,
    -- Why these people may be written to, in the researcher's words.
    basis text not null default '',
    read_count integer not null default 0,
    kept_count integer not null default 0,
    refused_count integer not null default 0,
    refused jsonb not null default '[]',
    message text,
    created_at timestamptz not null,
    ${survey}
  )`,
  'create index invitation_upload_of_survey on invitation_upload (workspace_id, survey_id, id)',
  // The code is kept as it is, not as a hash: reminders and lists of links need it again.
  `create table invitation (
    person_id uuid not null,
    survey_id uuid not null,
    workspace_id uuid not null,
    upload_id uuid not null,
    code text not null,
    code_hash bytea not null,
    email text not null default '',
    email_hash bytea,
    name text not null default '',
    language text not null default '',
    fields jsonb not null default '{}',
    -- For anonymous surveys alone: which answers are theirs is not known, only that they need no reminder. Elsewhere the response says it.
    is_finished boolean not null default false,
    created_at timestamptz not null,
    primary key (person_id, survey_id),
    ${person}, ${survey}
  )`,
  'create index invitation_of_survey on invitation (workspace_id, survey_id, person_id)',
  'create index invitation_by_code on invitation (survey_id, code_hash)',
  'create index invitation_by_email on invitation (workspace_id, email_hash)',
  // Outlives the person: an address that wants no mail gets none, also when it is brought in again.
  `create table mail_opt_out (
    workspace_id uuid not null references workspace (id) on delete cascade,
    email_hash bytea not null,
    at timestamptz not null,
    primary key (workspace_id, email_hash)
  )`,
]
