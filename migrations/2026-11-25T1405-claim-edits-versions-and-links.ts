import { type Kysely, sql } from 'kysely'

/** Claims keep the history of their words, sets are published and shared, and models of other sizes can be looked into. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const study = 'foreign key (study_id, workspace_id) references study (id, workspace_id) on delete cascade'
const person = 'foreign key (person_id, workspace_id) references person (id, workspace_id) on delete cascade'
const set = 'foreign key (persona_set_id, workspace_id) references persona_set (id, workspace_id) on delete cascade'

const statements = [
  // Words that a person gave a line stand beside those it was drawn with: a line drawn again with other words is not what they edited.
  `alter table claim
    add column edited_words text,
    add column edited_from text,
    add column review_by timestamptz`,
  // Not tied to the claim by a key: a set that is counted again draws its claims anew, and their history stays.
  `create table claim_edit (
    id uuid primary key,
    workspace_id uuid not null,
    persona_set_id uuid not null,
    claim_id text not null,
    kind text not null check (kind in ('words', 'undo', 'statement', 'withdrawal', 'review')),
    words_before text not null,
    words_after text not null,
    account_name text not null,
    at timestamptz not null,
    ${set}
  )`,
  'create index claim_edit_of_claim on claim_edit (workspace_id, persona_set_id, claim_id)',

  // Which set of a study is the one to use, as it was decided each time; no set means that none is.
  `create table publication (
    id uuid primary key,
    workspace_id uuid not null,
    study_id uuid not null,
    persona_set_id uuid,
    note text not null default '',
    account_name text not null,
    at timestamptz not null,
    ${set}, ${study}
  )`,
  'create index publication_of_study on publication (workspace_id, study_id, id)',

  // Who holds the link reads one set. Of its use only the day is kept, never an address.
  `create table share_link (
    id uuid primary key,
    workspace_id uuid not null,
    persona_set_id uuid not null,
    secret_hash bytea not null unique,
    reader text not null,
    account_name text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    last_used_on date,
    ${set}
  )`,
  'create index share_link_of_set on share_link (workspace_id, persona_set_id)',

  // Models with other numbers of groups, fitted when somebody asks: what each was, and where each person stood, a digit a model.
  `create table exploration (
    persona_set_id uuid primary key,
    workspace_id uuid not null,
    sizes jsonb not null,
    is_same_data boolean not null,
    made_at timestamptz not null,
    ${set}
  )`,
  `create table class_assignment (
    person_id uuid not null,
    persona_set_id uuid not null,
    workspace_id uuid not null,
    classes text not null,
    primary key (person_id, persona_set_id),
    ${set}, ${person}
  )`,
  'create index class_assignment_of_set on class_assignment (workspace_id, persona_set_id)',

  // A code may name the one that says the opposite: what the shipped codebook means by its pairs holds for studies that began with it.
  'alter table code add column opposite text',
  `update code set opposite = case key
      when 'attitude.favourable' then 'attitude.unfavourable'
      when 'attitude.unfavourable' then 'attitude.favourable'
      when 'experience.success' then 'experience.failure'
      when 'experience.failure' then 'experience.success' end
    where key in ('attitude.favourable', 'attitude.unfavourable', 'experience.success', 'experience.failure')`,
]
