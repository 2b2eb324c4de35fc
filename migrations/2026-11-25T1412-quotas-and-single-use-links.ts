import { type Kysely, sql } from 'kysely'

/**
 * Quotas, survey links that work once, and how a response ended.
 * Counters that many people change at once (quota cells) and codes that are unique across people (single-use links) have
 * tables of their own, keyed by the survey; what belongs to a person stands with the person.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'
const survey = 'foreign key (survey_id, workspace_id) references survey (id, workspace_id) on delete cascade'

const statements = [
  // 'single_use' takes only respondents who bring a code from single_use_link; anything else is an open link.
  "alter table survey add column link_mode text not null default 'open' check (link_mode in ('open', 'single_use'))",
  // The code of the screen-out or quota that ended a response early, and the quota cells it holds a place in.
  'alter table response add column ended_by text',
  "alter table response add column quota_cells jsonb not null default '[]'",
  // Which single-use link it came by, so that finishing spends it.
  'alter table response add column link_code_hash bytea',
  // places_held are promised to people who are still answering, places_taken to those who finished: both together never pass the limit.
  `create table quota_cell (
    survey_id uuid not null,
    cell text not null,
    workspace_id uuid not null,
    places integer not null check (places >= 0),
    places_held integer not null default 0 check (places_held >= 0),
    places_taken integer not null default 0 check (places_taken >= 0),
    primary key (survey_id, cell),
    ${survey}
  )`,
  `create table quota_place (
    person_id uuid not null,
    response_id uuid not null,
    cell text not null,
    workspace_id uuid not null,
    survey_id uuid not null,
    state text not null check (state in ('held', 'taken', 'lapsed')),
    held_until timestamptz not null,
    primary key (person_id, response_id, cell),
    ${person}
  )`,
  "create index quota_place_held on quota_place (survey_id, cell, held_until) where state = 'held'",
  // Only the code's hash is kept. It is spent when its response is finished, not when it is opened: mail scanners open links.
  `create table single_use_link (
    survey_id uuid not null,
    code_hash bytea not null,
    workspace_id uuid not null,
    created_at timestamptz not null,
    spent_at timestamptz,
    primary key (survey_id, code_hash),
    ${survey}
  )`,
]
