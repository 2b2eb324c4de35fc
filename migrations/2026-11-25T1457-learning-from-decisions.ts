import { type Kysely, sql } from 'kysely'

/**
 * What a codebook has learnt, and how it was checked. A classifier holds words of respondents, so it falls with the study,
 * and with any person of the workspace who is erased (privacy/store.ts). A review belongs to the person whose words it is on.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table code_classifier (
    study_id uuid not null,
    workspace_id uuid not null,
    version integer not null,
    examples integer not null,
    learnt bytea,
    trained_at timestamptz not null,
    primary key (study_id),
    foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade
  )`,
  `create table sentence_review (
    person_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    study_id uuid not null,
    source_kind text not null check (source_kind in ('document', 'answer')),
    source_id uuid not null,
    item text not null default '',
    start_code_point integer not null,
    end_code_point integer not null,
    sampling text not null check (sampling in ('random', 'chosen')),
    said jsonb not null,
    found jsonb not null,
    rules text not null,
    reviewed_by uuid,
    reviewed_at timestamptz not null,
    primary key (person_id, id),
    foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade,
    foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade
  )`,
  'create index sentence_review_of_study on sentence_review (study_id, id)',
  `alter table tag add column evidence jsonb not null default '[]'`,
]
