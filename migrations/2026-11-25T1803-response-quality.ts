import { type Kysely, sql } from 'kysely'

/**
 * How carefully people answered: what was measured of each response, which rules flag it, and what a researcher decided.
 * Nothing here removes an answer. All of it belongs to the person and falls with the response.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'
const response = 'foreign key (person_id, response_id) references response (person_id, id) on delete cascade'
const study = 'foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade'

const statements = [
  // check_id names the check whose rows count: a new check writes beside the old one and takes its place when it is whole.
  `create table study_quality (
    study_id uuid not null,
    workspace_id uuid not null,
    settings jsonb not null default '{}',
    check_id uuid,
    checked_at timestamptz,
    notes jsonb not null default '[]',
    primary key (study_id),
    ${study}
  )`,
  `create table response_quality (
    person_id uuid not null,
    response_id uuid not null,
    check_id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    measures jsonb not null,
    flags jsonb not null,
    is_suspect boolean not null,
    primary key (person_id, response_id, check_id),
    ${person}, ${response}, ${study}
  )`,
  'create index response_quality_of_study on response_quality (study_id, check_id, response_id)',
  // Every decision stays as it was made; the one that was neither taken back nor replaced counts.
  `create table response_decision (
    person_id uuid not null,
    id uuid not null,
    response_id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    decision text not null check (decision in ('kept', 'set_aside')),
    reason text not null,
    account_name text not null,
    decided_at timestamptz not null,
    ended_at timestamptz,
    primary key (person_id, id),
    ${person}, ${response}, ${study}
  )`,
  'create unique index response_decision_that_counts on response_decision (person_id, response_id) where ended_at is null',
  'create index response_decision_of_study on response_decision (study_id, response_id) where ended_at is null',
]
