import { type Kysely, sql } from 'kysely'

/**
 * Mail to invited people: its wording by language, one row a mail, and the key by which an address that opts out proves itself.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'
const survey = 'foreign key (survey_id, workspace_id) references survey (id, workspace_id) on delete cascade'

const statements = [
  'alter table survey add column most_reminders integer not null default 2 check (most_reminders between 0 and 5)',
  'alter table survey add column days_between_mails integer not null default 5 check (days_between_mails between 1 and 60)',
  // Makes addresses for opting out that nobody can guess and that need no row of a person, so that they outlive an erasure.
  `create table mail_key (
    workspace_id uuid primary key references workspace (id) on delete cascade,
    key bytea not null
  )`,
  `create table invitation_message (
    survey_id uuid not null,
    kind text not null check (kind in ('invitation', 'reminder')),
    language text not null,
    workspace_id uuid not null,
    subject text not null,
    body text not null,
    primary key (survey_id, kind, language),
    ${survey}
  )`,
  // 'sending' is written before a mail is handed over and stays if the process ends then: such a mail may have gone and is not sent again.
  `create table invitation_mail (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    survey_id uuid not null,
    batch_id uuid not null,
    kind text not null check (kind in ('invitation', 'reminder')),
    state text not null check (state in ('waiting', 'sending', 'sent', 'refused', 'unknown', 'dropped')),
    attempts integer not null default 0,
    reason text not null default '',
    created_at timestamptz not null,
    claimed_at timestamptz,
    sent_at timestamptz,
    primary key (person_id, id),
    ${person}, ${survey}
  )`,
  'create index invitation_mail_of_survey on invitation_mail (workspace_id, survey_id, person_id)',
  "create index invitation_mail_waiting on invitation_mail (workspace_id, survey_id, attempts, id) where state = 'waiting'",
]
