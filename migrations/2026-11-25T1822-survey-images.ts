import { type Kysely, sql } from 'kysely'

/** Pictures that a survey shows, named by what they are, so that browsers may keep them for good. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  await sql
    .raw(`create table survey_image (
      survey_id uuid not null,
      name text not null,
      workspace_id uuid not null,
      media_type text not null,
      bytes bytea not null,
      created_at timestamptz not null,
      primary key (survey_id, name),
      foreign key (survey_id, workspace_id) references survey (id, workspace_id) on delete cascade
    )`)
    .execute(db)
}
