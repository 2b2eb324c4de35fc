import { type Kysely, sql } from 'kysely'

/**
 * A second coder: rounds in which two people of the workspace code the same documents without seeing each other. What a coder says
 * in a round is no tag of the study until the round is over and settled. A coder's tags and what was settled stand on a
 * respondent's words, so they belong to that person.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const study = 'foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade'
const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'
const document = 'foreign key (person_id, document_id) references document (person_id, id) on delete cascade'
const round = 'foreign key (round_id, workspace_id) references coding_round (id, workspace_id) on delete cascade'

const statements = [
  `create table coding_round (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    number integer not null,
    unit text not null check (unit in ('sentence', 'turn')),
    labels jsonb not null,
    sampling text not null,
    shows_suggestions boolean not null,
    started_by uuid not null,
    started_at timestamptz not null,
    closed_by uuid,
    closed_at timestamptz,
    unique (id, workspace_id),
    unique (study_id, number),
    ${study}
  )`,
  `create table coding_coder (
    round_id uuid not null,
    position smallint not null check (position in (0, 1)),
    workspace_id uuid not null,
    account_id uuid not null,
    primary key (round_id, position),
    unique (round_id, account_id),
    foreign key (account_id, workspace_id) references account (id, workspace_id) on delete cascade,
    ${round}
  )`,
  `create table coding_document (
    person_id uuid not null,
    round_id uuid not null,
    document_id uuid not null,
    workspace_id uuid not null,
    first_done_at timestamptz,
    second_done_at timestamptz,
    primary key (person_id, round_id, document_id),
    ${document}, ${person}, ${round}
  )`,
  'create index coding_document_of_round on coding_document (round_id, document_id)',
  `create table coding_tag (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    round_id uuid not null,
    document_id uuid not null,
    coder smallint not null check (coder in (0, 1)),
    start_code_point integer not null,
    end_code_point integer not null check (end_code_point > start_code_point),
    label text not null,
    value double precision,
    state text not null check (state in ('said', 'passed')),
    origin text not null check (origin in ('hand', 'suggestion', 'earlier')),
    made_at timestamptz not null,
    primary key (person_id, id),
    ${document}, ${person}, ${round}
  )`,
  'create index coding_tag_of_round on coding_tag (round_id, document_id)',
  // Every decision on a unit stays; the newest one counts.
  `create table coding_resolution (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    round_id uuid not null,
    document_id uuid not null,
    start_code_point integer not null,
    end_code_point integer not null check (end_code_point > start_code_point),
    choice text not null check (choice in ('first', 'second', 'both', 'neither', 'other')),
    labels jsonb not null,
    resolved_by uuid not null,
    resolved_at timestamptz not null,
    primary key (person_id, id),
    ${document}, ${person}, ${round}
  )`,
  'create index coding_resolution_of_round on coding_resolution (round_id, document_id)',
]
