import { type Kysely, sql } from 'kysely'

/**
 * A codebook with branches and a memory: a code may stand under another, or live on in one it was merged into. Every change keeps what
 * it changed, so that it can be taken back with the tags it moved.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const study = 'foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade'
const change = 'foreign key (study_id, number) references code_change (study_id, number) on delete cascade'

const statements = [
  'alter table code add column parent text',
  'alter table code add column merged_into text',
  // Number of the newest change that touched the code: whoever edits says up to which change they have read.
  'alter table code add column last_change integer not null default 0',
  `alter table code add constraint code_parent foreign key (study_id, parent) references code (study_id, key)`,
  `alter table code add constraint code_merged foreign key (study_id, merged_into) references code (study_id, key)`,
  // What a change did to each code, field by field; about and other are names of codes as they were then.
  `create table code_change (
    study_id uuid not null,
    number integer not null,
    workspace_id uuid not null,
    kind text not null check (kind in ('added', 'worded', 'moved', 'merged', 'split', 'retired', 'returned', 'imported', 'undone')),
    about text not null,
    other text not null default '',
    differences jsonb not null,
    tags_moved integer not null default 0,
    tags_joined integer not null default 0,
    undoes integer,
    account_id uuid not null,
    made_at timestamptz not null,
    primary key (study_id, number),
    ${study}
  )`,
  // Tags that a change moved from one code to another; where two fell together, joined is the row that gave way to tag_id.
  `create table code_change_tag (
    person_id uuid not null,
    study_id uuid not null,
    number integer not null,
    tag_id uuid not null,
    position integer not null,
    workspace_id uuid not null,
    source_id uuid not null,
    from_code text not null,
    to_code text not null,
    joined jsonb,
    primary key (person_id, study_id, number, tag_id, position),
    foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade,
    ${change}, ${study}
  )`,
  'create index code_change_tag_of_change on code_change_tag (study_id, number)',
  'create index tag_of_code on tag (study_id, code)',
]
