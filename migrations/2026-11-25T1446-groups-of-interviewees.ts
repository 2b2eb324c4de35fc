import { type Kysely, sql } from 'kysely'

/** Interview studies get groups made by hand: named, without shares, each person in one at most. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table interview_group (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    name text not null,
    created_at timestamptz not null,
    unique (id, workspace_id),
    foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade
  )`,
  'create index interview_group_of_study on interview_group (workspace_id, study_id, id)',
  `create table interview_group_member (
    person_id uuid not null,
    study_id uuid not null,
    workspace_id uuid not null,
    group_id uuid not null,
    primary key (person_id, study_id),
    foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade,
    foreign key (group_id, workspace_id) references interview_group (id, workspace_id) on delete cascade
  )`,
  'create index interview_group_member_of_group on interview_group_member (workspace_id, group_id)',
]
