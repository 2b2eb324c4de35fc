import { type Kysely, sql } from 'kysely'

/**
 * Steps of tagging that their account can take back and make again, and memos on tags and documents. Both stand on a respondent's
 * words and belong to that person. A memo outlives its tag, so that taking a removal back brings both again.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const study = 'foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade'
const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'
const source = `source_kind text not null check (source_kind in ('document', 'answer')),
    source_id uuid not null,
    item text not null default ''`

const statements = [
  `create table tag_action (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    account_id uuid not null,
    ${source},
    start_code_point integer not null,
    kind text not null check (kind in ('accepted', 'rejected', 'reopened', 'added', 'removed', 'recoded', 'moved')),
    facet text not null,
    code text,
    before jsonb not null,
    after jsonb not null,
    made_at timestamptz not null,
    undone_at timestamptz,
    primary key (person_id, id),
    ${person}, ${study}
  )`,
  'create index tag_action_of_account on tag_action (study_id, account_id, id)',
  'create index tag_action_of_source on tag_action (person_id, source_id)',
  `create table memo (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    ${source},
    tag_id uuid,
    text text not null,
    written_by uuid not null,
    written_at timestamptz not null,
    changed_at timestamptz,
    primary key (person_id, id),
    ${person}, ${study}
  )`,
  'create index memo_of_source on memo (person_id, source_id)',
  'create index memo_of_study on memo (study_id, id)',
]
