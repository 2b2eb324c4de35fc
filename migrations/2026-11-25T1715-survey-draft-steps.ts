import { type Kysely, sql } from 'kysely'

/** States of a survey's draft around its last changes, so that they can be taken back and made again. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  await sql
    .raw(`create table survey_draft_step (
      survey_id uuid not null,
      number integer not null,
      workspace_id uuid not null,
      draft jsonb not null,
      what text not null,
      is_undone boolean not null,
      primary key (survey_id, number),
      foreign key (survey_id, workspace_id) references survey (id, workspace_id) on delete cascade
    )`)
    .execute(db)
}
