import { type Kysely, sql } from 'kysely'

/**
 * Surveys whose answers nobody can lead back to a link, and links that belong to an invited person.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'alter table survey drop constraint survey_link_mode_check',
  "alter table survey add constraint survey_link_mode_check check (link_mode in ('open', 'single_use', 'personal'))",
  // Set before the first response and never taken back.
  'alter table survey add column is_anonymous boolean not null default false',
  // Where an anonymous answer was sent, the address it was given under opens nothing any more. This says that it was
  // answered, and not by which response: no time, no person, in no order.
  `create table answered_link (
    secret_hash bytea primary key,
    workspace_id uuid not null,
    survey_id uuid not null,
    foreign key (survey_id, workspace_id) references survey (id, workspace_id) on delete cascade
  )`,
]
